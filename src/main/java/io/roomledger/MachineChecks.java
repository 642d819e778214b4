package io.roomledger;

import io.roomledger.base.RefusedException;
import io.roomledger.checkup.Checkup.Check;
import io.roomledger.checkup.Finding;
import io.roomledger.db.DataDirectory;
import io.roomledger.export.Squeezer;
import io.roomledger.http.TlsIdentity;
import io.roomledger.mail.MailSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checks of this machine that need no database.
 *
 * @param config the settings
 * @param data the server's directory
 */
record MachineChecks(Config config, Path data) {
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  List<Check> all() {
    return Stream.of(
            Optional.of(Check.of("data", false, this::folder)),
            Optional.of(Check.of("secrets", false, this::secrets)),
            Optional.of(Check.of("port", false, this::port)),
            certificate(),
            Optional.of(Check.of("mail-server", false, () -> mailServer(config.mail()))),
            Optional.of(deflater()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Those that the page of administrators has beside the server's own. */
  List<Check> ofThePage() {
    return Stream.of(certificate(), Optional.of(deflater())).flatMap(Optional::stream).toList();
  }

  private Finding folder() {
    if (!Files.exists(data)) {
      return Finding.watch("data", "none", data);
    }
    return Files.isDirectory(data) && Files.isWritable(data)
        ? Finding.well("data", "well", data)
        : Finding.ill("data", "closed", data);
  }

  /** Files that only their owner should read. */
  private Finding secrets() {
    return Stream.of(
            Optional.of(data.resolve("postgres/passwords.properties")),
            Optional.of(data.resolve("postgres/connection.properties")),
            config.server().tls().key().map(Path::of),
            Optional.of(config.database().passwordFile()).filter(it -> !it.isEmpty()).map(Path::of))
        .flatMap(Optional::stream)
        .filter(MachineChecks::open)
        .findFirst()
        .map(file -> Finding.watch("secrets", "open", file))
        .orElse(Finding.well("secrets", "well"));
  }

  private static boolean open(Path file) {
    try {
      return Files.exists(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      // others than its owner may not even look
      return false;
    }
  }

  /** Whether the port is free, or the server's own. */
  private Finding port() {
    if (DataDirectory.holder(data).isPresent()) {
      return Finding.well("port", "running", data);
    }
    String address = config.server().host() + ":" + config.server().port();
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(config.server().host(), config.server().port()));
      return Finding.well("port", "free", address);
    } catch (IOException | IllegalArgumentException e) {
      return Finding.ill("port", "taken", address, String.valueOf(e.getMessage()));
    }
  }

  /** Whether the certificate is valid, and for how long; nothing without TLS. */
  Optional<Check> certificate() {
    return config.server().tls().on()
        ? Optional.of(Check.of("certificate", false, () -> certificate(Instant.now())))
        : Optional.empty();
  }

  private Finding certificate(Instant now) {
    try {
      TlsIdentity identity = TlsIdentity.read(config.server().tls()).validAt(now);
      long days = Duration.between(now, identity.ends()).toDays();
      return days < SOON.toDays()
          ? Finding.watch("certificate", "soon", days)
          : Finding.well("certificate", "well", days);
    } catch (RefusedException e) {
      return Finding.ill("certificate", "wrong", e.refusal().message());
    }
  }

  /** Whether somebody who speaks SMTP answers; over TLS whether anybody does. */
  private static Finding mailServer(MailSettings mail) {
    if (mail.host().isEmpty()) {
      return Finding.well("mail-server", "none");
    }
    String address = mail.host() + ":" + mail.port();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(mail.host(), mail.port()), Math.toIntExact(PATIENCE.toMillis()));
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      return mail.security().equals("tls") || greets(socket)
          ? Finding.well("mail-server", "well", address)
          : Finding.ill("mail-server", "other", address);
    } catch (IOException e) {
      return Finding.ill("mail-server", "away", address, String.valueOf(e.getMessage()));
    }
  }

  private static boolean greets(Socket socket) {
    try {
      String greeting =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return greeting != null && greeting.startsWith("220");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether exports are compressed by the fast library. */
  static Check deflater() {
    return Check.of(
        "deflater",
        false,
        () ->
            Squeezer.fast() ? Finding.well("deflater", "well") : Finding.watch("deflater", "slow"));
  }
}
