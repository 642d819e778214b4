package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.export.ExportJob;
import io.roomledger.export.Verification;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is in the package of an export, to be compared with another's. */
final class Unpacked {
  /** What the attempts of one export never have in common. */
  private static final List<String> OF_THE_ATTEMPT =
      List.of("export", "orderedAt", "snapshotAt", "finishedAt", "snapshot", "entries", "attempt");

  private Unpacked() {}

  /** What is in it, in its order, and what its manifest says beside when it was made. */
  static Map<String, String> entries(Wiring house, long id, Path folder) throws IOException {
    Path file = folder.resolve("one.zip");
    ExportJob job = house.exports().get(house.operator(), id);
    try (InputStream bytes = house.exports().open(house.operator(), id).content().open(0)) {
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Verification.of(file).problems()).isEmpty();
    assertThat(job.job().status())
        .as(job.reason())
        .isEqualTo(gaps(file).equals("[]") ? JobStatus.DONE : JobStatus.DONE_WITH_GAPS);
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> all = Collections.list(zip.entries());
      for (ZipEntry entry : all) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        entries.put(
            entry.getName(),
            entry.getName().equals("manifest.json")
                ? lasting(bytes)
                : entry.getName().equals("manifest.sig") ? "" : bytes.length + " " + crc(bytes));
      }
      entries.put("in this order", all.stream().map(ZipEntry::getName).toList().toString());
    }
    return entries;
  }

  /** What the manifest says is missing. */
  private static String gaps(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new ObjectMapper()
          .readTree(zip.getInputStream(zip.getEntry("manifest.json")))
          .path("gaps")
          .toString();
    }
  }

  private static String lasting(byte[] manifest) throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(manifest);
    json.remove(OF_THE_ATTEMPT);
    json.remove("resumed");
    return json.toPrettyString();
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
