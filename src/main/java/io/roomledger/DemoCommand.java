package io.roomledger;

import io.roomledger.http.HttpServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code demo}: the server with a sample workspace in which the vendors' own examples work. */
@Command(
    name = "demo",
    description = {
      "Starts the server with a small sample workspace on http://127.0.0.1:3000",
      "and prints the log-ins and one curl line for each of the three APIs."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws Exception {
    Path data = options.common.data().orElse(DataChoice.DEMO).toAbsolutePath().normalize();
    return Serving.serve(
        options.config(), data, (wiring, out) -> wiring.fillSample(), DemoCommand::greet);
  }

  private static void greet(Wiring wiring, HttpServer server, PrintStream out) {
    out.println(GREETING.replace("{address}", wiring.address()));
  }

  private static final String GREETING =
      """

        Administrator   admin / roomledger-demo      (also priya, tomas, liwen, jonas, aiko: without a password)
        Feishu app      cli_a5ca35a685b0x26e / baBqE5um9LbFGDy3X7LcfxQX1sqpXlwy
        DingTalk app    demo / demo-secret

      Rocket.Chat: export a chat room
        curl -L -X POST '{address}/api/v1/rooms.export' -H 'X-User-Id: d26x6zSkaPSe5gCyy' -H 'X-Auth-Token: Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92' -H 'Content-Type: application/json' --data-raw '{"rid":"iu7jtPAhvEeAS5tNq","type":"file","dateFrom":"2000-01-01","dateTo":"2021-11-25","format":"html"}'

      Feishu: export the reservations of meeting rooms
        curl -X POST '{address}/open-apis/vc/v1/exports/resource_reservation_list' -H 'Authorization: Bearer u-7f1bcd13fc57d46bac21793a18e560' -H 'Content-Type: application/json; charset=utf-8' --data-raw '{"room_level_id":"omb_57c9cc7d9a81e27e54c8fabfd02759e7","need_topic":true,"start_time":"1655276858","end_time":"1655276858","room_ids":["omm_eada1d61a550955240c28757e7dec3af"],"is_exclude":false}'

      DingTalk: list the recordings of a conference
        curl -H "x-acs-dingtalk-access-token: $(curl -s -X POST '{address}/v1.0/oauth2/accessToken' -H 'Content-Type: application/json' --data-raw '{"appKey":"demo","appSecret":"demo-secret"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')" '{address}/v1.0/conference/videoConferences/607452e01401526ee39609e1/cloudRecords/getVideos?unionId=WFBkgJvtABCDtSaA1jK4sgiEiE'

      Stop with Ctrl-C.\
      """;
}
