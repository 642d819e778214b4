package io.roomledger.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.job.TestJobs;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final String HTML = "<p>Grüße, 你好 😀</p>" + "<b>.</b>\n.\n".repeat(300);
  private static final String TEXT = "Grüße, 你好 😀\n.\nFrom here " + "long ".repeat(400);

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final TestJobs jobs = new TestJobs(database, clock);
  private GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    database.close();
  }

  @Test
  void aLetterArrivesAsItWasWritten() throws Exception {
    Outbox outbox = open(settings());
    post(
        outbox,
        new Letter(List.of("ann@example.org"), Optional.of("bob@x.org"), "Grüße 你好", HTML, TEXT));
    jobs.runAll();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Grüße 你好");
    assertThat(addresses(mail.getFrom())).containsExactly("ledger@rooms.example");
    assertThat(addresses(mail.getReplyTo())).containsExactly("bob@x.org");
    assertThat(addresses(mail.getRecipients(Message.RecipientType.TO)))
        .containsExactly("ann@example.org");
    assertThat(mail.getSentDate()).isEqualTo(Date.from(clock.instant()));
    assertThat(mail.getMessageID()).matches("<[a-z0-9]+\\.[A-Za-z0-9]{8}@rooms\\.example>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");

    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain").contains("UTF-8");
    assertThat(content(parts.getBodyPart(0))).isEqualTo(TEXT);
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html").contains("UTF-8");
    assertThat(content(parts.getBodyPart(1))).isEqualTo(HTML);
    assertThat(statuses()).containsExactly("SENT 1 ");
  }

  /** Whoever reads it would decode it, and have the line break that no subject may have. */
  @Test
  void aSubjectThatLooksAsIfItWereEncodedIsReadAsItWasWritten() throws Exception {
    String subject = "=?utf-8?Q?Re=0D=0ABcc:_eve=40example.org?= 你好 " + "and more ".repeat(20);
    post(
        open(settings()),
        new Letter(List.of("ann@example.org"), Optional.empty(), subject.strip(), HTML, TEXT));
    jobs.runAll();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo(subject.strip());
    assertThat(mail.getHeader("Subject", null)).doesNotContain("Bcc", "utf-8?Q");
    assertThat(mail.getHeader("Bcc")).isNull();
  }

  @Test
  void eachRecipientGetsAMailThatNamesNobodyElse() throws Exception {
    post(open(settings()), letter("ann@example.org", "bob@example.org", "ann@example.org"));
    jobs.runAll();
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails).hasSize(2);
    Set<String> to = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (MimeMessage mail : mails) {
      assertThat(mail.getAllRecipients()).hasSize(1);
      to.addAll(addresses(mail.getAllRecipients()));
      ids.add(mail.getMessageID());
    }
    assertThat(to).containsExactlyInAnyOrder("ann@example.org", "bob@example.org");
    assertThat(ids).hasSize(2);
  }

  @Test
  void aLetterOfATransactionThatIsRolledBackIsNeverSent() {
    Outbox outbox = open(settings());
    assertThatThrownBy(() ->
            database
                .jdbi()
                .useTransaction(handle -> {
                  outbox.post(handle, letter("ann@example.org"));
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    jobs.runAll();
    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(statuses()).isEmpty();
  }

  @Test
  void whileTheServerIsDownLettersWaitAndAreSentWhenItIsUp() {
    Outbox outbox = open(settings());
    int port = server.getSmtp().getPort();
    server.stop();
    post(outbox, letter("ann@example.org"));
    jobs.runAll();
    assertThat(statuses()).singleElement().asString().startsWith("WAITING 1 Couldn't connect");
    jobs.runAllLater(Duration.ofSeconds(59));
    assertThat(statuses()).singleElement().asString().startsWith("WAITING 1");
    jobs.runAllLater(Duration.ofSeconds(1));
    assertThat(statuses()).singleElement().asString().startsWith("WAITING 2");

    server = new GreenMail(new ServerSetup(port, null, ServerSetup.PROTOCOL_SMTP));
    server.start();
    jobs.runAllLater(Duration.ofMinutes(2));
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(statuses()).containsExactly("SENT 3 ");
  }

  @Test
  void aDayWithoutAServerLosesNothingAndThenItIsGivenUpInWords() {
    Outbox outbox = open(settings());
    server.stop();
    post(outbox, letter("ann@example.org"));
    for (int hour = 0; hour < 24; hour++) {
      jobs.runAllLater(Duration.ofHours(1));
    }
    assertThat(statuses()).singleElement().asString().startsWith("WAITING");
    for (int hour = 0; hour < 48; hour++) {
      jobs.runAllLater(Duration.ofHours(1));
    }
    assertThat(statuses()).singleElement().asString().startsWith("FAILED 16 Couldn't connect");
  }

  @Test
  void aMailThatIsSentTwiceHasTheSameMessageId() throws Exception {
    Outbox outbox = open(settings());
    post(outbox, letter("ann@example.org"));
    // as after a crash between the server's yes and our own note of it
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'crash'; END $$;
                CREATE TRIGGER crash BEFORE UPDATE ON letter_copy FOR EACH ROW
                  WHEN (NEW.status = 'SENT') EXECUTE FUNCTION crash()\
                """));
    jobs.runAll();
    database.jdbi().useHandle(handle -> handle.execute("DROP TRIGGER crash ON letter_copy"));
    jobs.runAllLater(Duration.ofMinutes(1));
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails).hasSize(2);
    assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
    assertThat(mails[0].getSentDate()).isEqualTo(mails[1].getSentDate());
    assertThat(statuses()).containsExactly("SENT 1 ");
  }

  @Test
  void withoutAServerInTheSettingsLettersWaitForAStartWithOne() {
    Outbox mute = open(MailSettings.defaults());
    assertThat(mute.canSend()).isFalse();
    post(mute, letter("ann@example.org", "bob@example.org"));
    jobs.runAll();
    assertThat(statuses()).containsExactly("WAITING 0 ", "WAITING 0 ");
    assertThat(mute.newest(1))
        .singleElement()
        .satisfies(mail -> {
          assertThat(mail.address()).isEqualTo("bob@example.org");
          assertThat(mail.status()).isEqualTo("WAITING");
        });

    Outbox outbox = open(settings());
    assertThat(outbox.canSend()).isTrue();
    jobs.runAll();
    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(statuses()).containsExactly("SENT 1 ", "SENT 1 ");
    open(settings());
    jobs.runAll();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aServerTakenOutOfTheSettingsMakesOrderedLettersWait() {
    post(open(settings()), letter("ann@example.org"));
    open(MailSettings.defaults());
    jobs.runAll();
    assertThat(statuses()).containsExactly("WAITING 0 ");
    open(settings());
    jobs.runAll();
    assertThat(statuses()).containsExactly("SENT 1 ");
  }

  @Test
  void theTextOfALetterIsForgottenAWeekAfterItWentAndNotWhileAnybodyWaitsForIt() {
    Outbox outbox = open(settings());
    post(outbox, new Letter(List.of("ann@example.org"), Optional.empty(), "a link", HTML, TEXT));
    jobs.runAll();
    Outbox without = open(MailSettings.defaults());
    post(without, new Letter(List.of("bob@example.org"), Optional.empty(), "waits", HTML, TEXT));

    clock.tick(Duration.ofDays(6));
    outbox.forget();
    assertThat(texts()).containsExactlyInAnyOrder("a link " + TEXT, "waits " + TEXT);

    clock.tick(Duration.ofDays(2));
    outbox.forget();
    assertThat(texts()).containsExactlyInAnyOrder("a link ", "waits " + TEXT);
    assertThat(outbox.newest(2)).extracting(Posted::address).contains("ann@example.org");

    // nobody has set a server in a month, and the link in it has ended
    clock.tick(Duration.ofDays(24));
    outbox.forget();
    assertThat(texts()).containsExactlyInAnyOrder("a link ", "waits ");
    assertThat(statuses()).contains("FAILED 0 no mail server was set for a month");
    open(settings());
    jobs.runAll();
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  private List<String> texts() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT subject || ' ' || body FROM letter")
                .mapTo(String.class)
                .list());
  }

  @Test
  void startTlsIsRequiredOnceSet() {
    post(open(settings("starttls", "", "")), letter("ann@example.org"));
    jobs.runAll();
    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(statuses()).singleElement().asString().contains("STARTTLS is required");
  }

  @Test
  void theLogInIsUsedAndAWrongOneIsTriedAgainWithoutShowingIt() {
    server.setUser("ledger", "secret-7");
    post(open(settings("none", "ledger", "wrong-7")), letter("ann@example.org"));
    jobs.runAll();
    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(statuses()).singleElement().asString().startsWith("WAITING 1").doesNotContain("-7");

    open(settings("none", "ledger", "secret-7"));
    jobs.runAllLater(Duration.ofMinutes(1));
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  private Outbox open(MailSettings settings) {
    Outbox outbox = new Outbox(database, jobs.door(), clock, settings);
    jobs.start(outbox.worker());
    return outbox;
  }

  private MailSettings settings() {
    return settings("none", "", "");
  }

  private MailSettings settings(String security, String user, String password) {
    int port = server.getSmtp().getPort();
    return new MailSettings("127.0.0.1", port, "ledger@rooms.example", user, password, security);
  }

  private void post(Outbox outbox, Letter letter) {
    database.jdbi().useTransaction(handle -> outbox.post(handle, letter));
  }

  private static Letter letter(String... to) {
    return new Letter(List.of(to), Optional.empty(), "Your export", "<p>Done</p>", "Done");
  }

  private List<String> statuses() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT status || ' ' || attempts || ' ' || last_error
                      FROM letter_copy ORDER BY id\
                    """)
                .mapTo(String.class)
                .list());
  }

  private static String content(BodyPart part) throws Exception {
    return ((String) part.getContent()).replace("\r\n", "\n");
  }

  private static List<String> addresses(Address[] addresses) {
    return Arrays.stream(addresses).map(Address::toString).toList();
  }
}
