package io.roomledger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** Has the log written as the settings say. */
final class Logs {
  private Logs() {}

  /** From now on. */
  static void write(LogSettings settings) {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level()));
    ((Logger) LoggerFactory.getLogger("access"))
        .setLevel(settings.requests() ? Level.INFO : Level.WARN);
    if (settings.format().equals("json")) {
      Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
      appenders.forEachRemaining(Logs::inJson);
    }
  }

  private static void inJson(Appender<ILoggingEvent> appender) {
    if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
      console.stop();
      console.setEncoder(json());
      console.start();
    }
  }

  /**
   * One object a line: time, level, thread, logger, message and, if there is one, the exception.
   * What the message was made of is not repeated.
   */
  static JsonEncoder json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMDC(false);
    encoder.setWithKVPList(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
