package io.roomledger.intake.slack;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MrkdwnTest {
  private final Mrkdwn mrkdwn = new Mrkdwn(id -> id.equals("U1") ? "ann" : id);

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          plain ~ plain
          1 &lt; 2 &amp;&amp; 3 &gt; 2 ~ 1 < 2 && 3 > 2
          &amp;lt; ~ &lt;
          <@U1> hi ~ @ann hi
          <@U1|old> hi ~ @ann hi
          <@U9> hi ~ @U9 hi
          in <#C1|general>, ~ in #general,
          in <#C1> ~ in #C1
          <!here> <!channel> <!everyone> ~ @here @all @all
          <!subteam^S1|@team> ~ @team
          <!date^1392734382^{date}|Feb 18> ~ Feb 18
          <https://a.b/c?d=1&amp;e=2> ~ https://a.b/c?d=1&e=2
          <https://a.b|the page> ~ [the page](https://a.b)
          <http://a.b|a.b> ~ http://a.b
          <mailto:a@b.org|a@b.org> ~ a@b.org
          a < b ~ a < b
          <> ~ <>
          &lt;@U1&gt; ~ <@U1>
          """)
  void textIsDecoded(String slack, String ours) {
    assertThat(mrkdwn.decode(slack)).isEqualTo(ours);
  }

  @Property
  void noTextIsAFaultAndPlainTextStaysAsItIs(@ForAll String text) {
    assertThat(mrkdwn.decode(text)).isNotNull();
    String plain = text.replace("<", "").replace("&", "");
    assertThat(mrkdwn.decode(plain)).isEqualTo(plain);
  }
}
