package io.roomledger.console;

import io.nayuki.qrcodegen.QrCode;

/**
 * A text as a picture that a phone reads.
 *
 * @param size how many squares it is wide and high, with the white around it
 * @param path the black squares, as a path of SVG
 */
record Picture(int size, String path) {
  private static final int WHITE = 4;

  static Picture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + WHITE).append(',').append(y + WHITE).append("h1v1h-1z");
        }
      }
    }
    return new Picture(code.size + 2 * WHITE, path.toString());
  }
}
