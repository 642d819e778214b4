package io.roomledger;

import io.roomledger.delivery.Webhook;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code webhook}: addresses of other programs that are told of exports. */
@Command(
    name = "webhook",
    description = "Registers addresses of other programs that exports can be delivered to.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WebhookCommand.Add.class,
      WebhookCommand.Listing.class,
      WebhookCommand.Test.class,
      WebhookCommand.Delete.class
    })
final class WebhookCommand {
  private WebhookCommand() {}

  /** {@code webhook add}. */
  @Command(
      name = "add",
      description = "Registers an address and prints the secret of its signatures, once.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "For people.")
    private String name = "";

    @Option(
        names = "--url",
        paramLabel = "URL",
        required = true,
        description = "Where it is called, https or http.")
    private String url = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Webhook.Registered added = house.handing().webhooks().add(house.operator(), name, url);
        System.out.println(line(added.webhook()));
        System.out.println("secret (shown only now): " + added.secret());
      }
      return Main.FINE;
    }
  }

  /** {@code webhook list}. */
  @Command(
      name = "list",
      description = "Lists the webhooks: id, name, address, since when.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house
            .handing()
            .webhooks()
            .list(house.operator())
            .forEach(webhook -> System.out.println(line(webhook)));
      }
      return Main.FINE;
    }
  }

  /** {@code webhook test}. */
  @Command(
      name = "test",
      description = "Calls a webhook once and says what came of it.",
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "ID", description = "The webhook's id.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Webhook.Trial trial = house.handing().webhooks().test(house.operator(), id);
        System.out.println("webhook " + id + ": " + trial.said());
        return trial.accepted() ? Main.FINE : Main.FAILED;
      }
    }
  }

  /** {@code webhook delete}. */
  @Command(
      name = "delete",
      description = "Deletes a webhook and erases its secret.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "ID", description = "The webhook's id.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house.handing().webhooks().delete(house.operator(), id);
        System.out.println("webhook " + id + ": deleted");
      }
      return Main.FINE;
    }
  }

  private static String line(Webhook webhook) {
    return "%s  %s  %s  %s"
        .formatted(
            webhook.id(),
            webhook.name(),
            webhook.url(),
            webhook.createdAt().toString().substring(0, 19));
  }
}
