package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured changes; the programs that measure it must still compile against it. */
class BenchTest {
  @TempDir private Path classes;

  @Test
  void programsFitWhatTheyMeasure() throws IOException {
    List<Path> programs = programs();
    assertThat(programs).extracting(it -> "" + it.getFileName()).contains("RenderBench.java");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean _ =
          compiler
              .getTask(
                  null, files, said, options, null, files.getJavaFileObjectsFromPaths(programs))
              .call();
    }
    assertThat(said.getDiagnostics())
        .filteredOn(it -> it.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("bench"))) {
      return files.filter(it -> it.toString().endsWith(".java")).toList();
    }
  }
}
