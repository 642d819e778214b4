package io.roomledger.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.job.TestJobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a letter when the mail server says no. */
@Timeout(60)
class RefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT | 550 5.1.1 nobody of that name      | FAILED",
        "RCPT | 550 no such user                   | FAILED",
        "DATA | 554 too much like spam             | FAILED",
        "RCPT | 450 4.2.1 try later                | WAITING",
        "RCPT | 451 greylisted                     | WAITING",
        "RCPT | 550 5.7.1 relaying denied          | WAITING",
        "RCPT | 554 5.7.1 relay access denied      | WAITING",
        "MAIL | 530 5.7.0 log in first             | WAITING",
        "DATA | 452 4.3.1 disk full                | WAITING",
        "EHLO | 421 busy                           | WAITING"
      })
  void aFinalNoEndsTheLetterAndAnyOtherIsTriedAgain(String verb, String no, String status)
      throws IOException {
    try (Database database = TestDatabase.fresh();
        Naysayer server = new Naysayer(verb, no)) {
      SettableClock clock = SettableClock.atNoon();
      TestJobs jobs = new TestJobs(database, clock);
      MailSettings settings =
          new MailSettings("127.0.0.1", server.port(), "ledger@rooms.example", "", "", "none");
      Outbox outbox = new Outbox(database, jobs.door(), clock, settings);
      jobs.start(outbox.worker());
      Letter letter =
          new Letter(List.of("ann@example.org"), Optional.empty(), "Hello", "<p>Hi</p>", "Hi");
      database.jdbi().useTransaction(handle -> outbox.post(handle, letter));
      jobs.runAll();
      String left =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "SELECT status || ' ' || attempts || ' ' || last_error FROM letter_copy")
                      .mapTo(String.class)
                      .one());
      assertThat(left).startsWith(status + " 1 ");
      if (!verb.equals("EHLO")) {
        assertThat(left).contains(no);
      }
    }
  }

  @Test
  void aServerThatHangsUpIsTriedAgain() throws IOException {
    aFinalNoEndsTheLetterAndAnyOtherIsTriedAgain("EHLO", "221 bye", "WAITING");
  }

  /** A mail server that says no to one command and yes to all others. */
  private static final class Naysayer implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final String verb;
    private final String no;

    Naysayer(String verb, String no) throws IOException {
      this.verb = verb;
      this.no = no;
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return door.getLocalPort();
    }

    private void serve() {
      while (true) {
        try (Socket client = door.accept()) {
          converse(client);
        } catch (IOException hungUp) {
          if (door.isClosed()) {
            return;
          }
        }
      }
    }

    private void converse(Socket client) throws IOException {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      OutputStream out = client.getOutputStream();
      say(out, "220 naysayer");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
        if (command.equals(verb) || (verb.equals("EHLO") && command.equals("HELO"))) {
          say(out, no);
        } else if (command.equals("DATA")) {
          say(out, "354 go on");
          for (String text = in.readLine(); text != null && !text.equals("."); ) {
            text = in.readLine();
          }
          say(out, "250 taken");
        } else {
          say(out, command.equals("QUIT") ? "221 bye" : "250 fine");
        }
        if (command.equals("QUIT")) {
          return;
        }
      }
    }

    private static void say(OutputStream out, String line) throws IOException {
      out.write((line + "\r\n").getBytes(US_ASCII));
      out.flush();
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }
}
