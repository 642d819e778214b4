package io.roomledger;

import io.roomledger.identity.Department;
import io.roomledger.identity.Departments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code department}: the parts of the organisation, and who belongs to them. */
@Command(
    name = "department",
    description = "Adds departments, lists them, and says who belongs to them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DepartmentCommand.Add.class,
      DepartmentCommand.Show.class,
      DepartmentCommand.Assign.class
    })
final class DepartmentCommand {
  private static final int PAGE = 500;

  /** {@code department add}. */
  @Command(name = "add", description = "Adds a department.", mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Name for people.")
    private String name = "";

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "Your own id for it, department_id in Feishu's words; default: a new one.")
    private @Nullable String id;

    @Option(
        names = "--parent",
        paramLabel = "ID",
        description = "The id of the department above it; default: none.")
    private @Nullable String parent;

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Departments departments = house.departments();
        Optional<UUID> above =
            Optional.ofNullable(parent)
                .map(it -> departments.getByCustomId(house.operator(), it).id());
        Department added = departments.add(house.operator(), name, above, Optional.ofNullable(id));
        System.out.println("department " + name + " added, id " + added.customId());
      }
      return Main.FINE;
    }
  }

  /** {@code department list}. */
  @Command(
      name = "list",
      description = "Lists the departments, each below the one that it belongs to.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        show(house, Optional.empty(), "");
      }
      return Main.FINE;
    }

    private static void show(Wiring house, Optional<UUID> parent, String margin) {
      List<Department> all = below(house, parent);
      Map<UUID, Integer> sizes =
          house.departments().sizes(house.operator(), all.stream().map(Department::id).toList());
      for (Department one : all) {
        System.out.println(
            margin
                + one.name()
                + "  id "
                + one.customId()
                + "  "
                + sizes.getOrDefault(one.id(), 0)
                + " people");
        show(house, Optional.of(one.id()), margin + "  ");
      }
    }

    private static List<Department> below(Wiring house, Optional<UUID> parent) {
      List<Department> all = new ArrayList<>();
      Optional<String> after = Optional.empty();
      do {
        var page = house.departments().below(house.operator(), parent, false, after, PAGE);
        all.addAll(page.items());
        after = page.next();
      } while (after.isPresent());
      return all;
    }
  }

  /** {@code department assign}. */
  @Command(
      name = "assign",
      description = "Puts a person into these departments and no others.",
      mixinStandardHelpOptions = true)
  static final class Assign implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "USERNAME", description = "Who.")
    private String username = "";

    @Parameters(
        index = "1..*",
        paramLabel = "ID",
        arity = "0..*",
        description = "Departments; the first one is shown with reservations.")
    private List<String> departments = List.of();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Departments all = house.departments();
        List<UUID> ids =
            departments.stream().map(it -> all.getByCustomId(house.operator(), it).id()).toList();
        all.assign(house.operator(), house.account(username).id(), ids);
        System.out.println(username + " belongs to " + ids.size() + " departments");
      }
      return Main.FINE;
    }
  }
}
