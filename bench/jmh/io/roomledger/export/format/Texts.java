package io.roomledger.export.format;

import java.util.Random;

/** A thousand texts of about 120 bytes: words that follow Zipf's law, a quarter in Chinese, here and there a sign to escape. */
public final class Texts {
  private Texts() {}

  /** The texts; always the same. */
  public static String[] thousand() {
    Random random = new Random(20180203);
    String[] texts = new String[1_000];
    for (int i = 0; i < texts.length; i++) {
      boolean chinese = random.nextInt(4) == 0;
      int length = chinese ? 20 + random.nextInt(40) : 60 + random.nextInt(120);
      StringBuilder text = new StringBuilder(length + 10);
      while (text.length() < length) {
        if (chinese) {
          text.append((char) (0x4e00 + (int) (3000 * Math.pow(random.nextDouble(), 3))));
        } else {
          text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(5) == 0 ? " " : "");
        }
      }
      texts[i] = random.nextInt(20) == 0 ? text + " <it's> & \"so\"" : text.toString();
    }
    return texts;
  }
}
