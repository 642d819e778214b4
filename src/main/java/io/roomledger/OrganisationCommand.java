package io.roomledger;

import io.roomledger.identity.Organisation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code organisation}: whose data is kept here. */
@Command(
    name = "organisation",
    description =
        "Adds and names organisations; none sees another's data. One, main, is always there.",
    mixinStandardHelpOptions = true,
    subcommands = {OrganisationCommand.Add.class, OrganisationCommand.Rename.class})
final class OrganisationCommand {

  /** {@code organisation add}. */
  @Command(name = "add", description = "Adds an organisation.", mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(
        index = "0",
        paramLabel = "ID",
        description = "Its id, such as a DingTalk corpId: letters, digits, - and _.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Name for people.")
    private String name = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house.organisations().add(house.operator(), new Organisation(id, name));
        System.out.println("organisation " + name + " added, id " + id);
      }
      return Main.FINE;
    }
  }

  /** {@code organisation rename}. */
  @Command(
      name = "rename",
      description = "Calls an organisation something else; its id stays.",
      mixinStandardHelpOptions = true)
  static final class Rename implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Its id, such as main.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Name for people.")
    private String name = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house.organisations().rename(house.operator(), new Organisation(id, name));
        System.out.println("organisation " + id + " is called " + name);
      }
      return Main.FINE;
    }
  }
}
