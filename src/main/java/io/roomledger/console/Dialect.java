package io.roomledger.console;

import java.net.URI;
import java.util.List;

/**
 * How programs speak to this server in one vendor's words, or in its own.
 *
 * @param id for the page
 * @param name what people call it
 * @param address what a program is given as its base address
 * @param curl a line that can be run once the words in capitals are put right
 * @param snippets the same with the vendor's own libraries
 */
record Dialect(String id, String name, String address, String curl, List<Snippet> snippets) {
  /**
   * A piece of a program: what it imports, then what it does. {@code DialectSnippetsTest} runs
   * each.
   *
   * @param id for the page
   * @param library what it is written for
   */
  record Snippet(String id, String library, String text) {}

  /**
   * All of them.
   *
   * @param origin where people reach the server
   * @param person whose token it is
   */
  static List<Dialect> all(String origin, String person) {
    return List.of(feishu(origin), rocketChat(origin, person), dingTalk(origin), own(origin));
  }

  private static Dialect feishu(String origin) {
    return new Dialect(
        "feishu",
        "Feishu",
        origin + "/open-apis",
        """
        curl -X POST '%s/open-apis/auth/v3/tenant_access_token/internal' \
        -H 'Content-Type: application/json' --data-raw '{"app_id":"APP","app_secret":"SECRET"}'\
        """
            .formatted(origin),
        List.of(
            new Snippet(
                "feishu-java",
                "Java: com.larksuite.oapi:oapi-sdk",
                """
                import com.lark.oapi.Client;
                import com.lark.oapi.service.vc.v1.model.ListRoomReq;

                Client client = Client.newBuilder("APP", "SECRET").openBaseUrl("%s").build();
                var rooms = client.vc().room().list(ListRoomReq.newBuilder().build());
                System.out.println(rooms.getData().getRooms().length + " meeting rooms");\
                """
                    .formatted(origin)),
            new Snippet(
                "feishu-node",
                "Node: @larksuiteoapi/node-sdk",
                """
                import * as lark from '@larksuiteoapi/node-sdk';

                const client = new lark.Client({ appId: 'APP', appSecret: 'SECRET', domain: '%s' });
                const rooms = await client.vc.room.list({ params: {} });
                console.log(rooms.data.rooms.length, 'meeting rooms');\
                """
                    .formatted(origin))));
  }

  private static Dialect rocketChat(String origin, String person) {
    return new Dialect(
        "rocketchat",
        "Rocket.Chat",
        origin + "/api",
        """
        curl -X POST '%s/api/v1/rooms.export' -H 'X-User-Id: %s' -H 'X-Auth-Token: TOKEN' \
        -H 'Content-Type: application/json' --data-raw '{"rid":"ROOM","type":"file","format":"html"}'\
        """
            .formatted(origin, person),
        List.of(
            new Snippet(
                "rocketchat-node",
                "Node: @rocket.chat/api-client",
                """
                import { createRequire } from 'node:module';
                const { RestClient } = createRequire(import.meta.url)('@rocket.chat/api-client');

                const client = new RestClient({ baseUrl: '%s' });
                client.setCredentials({ 'X-User-Id': '%s', 'X-Auth-Token': 'TOKEN' });
                const order = { rid: 'ROOM', type: 'file', format: 'html' };
                console.log((await client.post('/v1/rooms.export', order)).success);\
                """
                    .formatted(origin, person))));
  }

  /** Its libraries want the host without the scheme. */
  private static Dialect dingTalk(String origin) {
    URI uri = URI.create(origin);
    return new Dialect(
        "dingtalk",
        "DingTalk",
        origin + "/v1.0",
        """
        curl -X POST '%s/v1.0/oauth2/accessToken' \
        -H 'Content-Type: application/json' --data-raw '{"appKey":"APP","appSecret":"SECRET"}'\
        """
            .formatted(origin),
        List.of(
            new Snippet(
                "dingtalk-java",
                "Java: com.aliyun:dingtalk",
                """
                import com.aliyun.dingtalkoauth2_1_0.Client;
                import com.aliyun.dingtalkoauth2_1_0.models.GetAccessTokenRequest;
                import com.aliyun.teaopenapi.models.Config;

                Config config = new Config();
                config.endpoint = "%s";
                config.protocol = "%s";
                config.regionId = "central";
                var request = new GetAccessTokenRequest().setAppKey("APP").setAppSecret("SECRET");
                String token = new Client(config).getAccessToken(request).getBody().getAccessToken();
                System.out.println(token.length() + " characters of token");\
                """
                    .formatted(uri.getAuthority(), uri.getScheme())),
            new Snippet(
                "dingtalk-node",
                "Node: @alicloud/dingtalk",
                """
                import { createRequire } from 'node:module';
                const require = createRequire(import.meta.url);
                const { Config } = require('@alicloud/openapi-client');
                const oauth = require('@alicloud/dingtalk/oauth2_1_0');

                const config = new Config({ endpoint: '%s', protocol: '%s', regionId: 'central' });
                const request = new oauth.GetAccessTokenRequest({ appKey: 'APP', appSecret: 'SECRET' });
                const token = (await new oauth.default(config).getAccessToken(request)).body.accessToken;
                console.log(token.length, 'characters of token');\
                """
                    .formatted(uri.getAuthority(), uri.getScheme()))));
  }

  private static Dialect own(String origin) {
    return new Dialect(
        "ledger",
        "Roomledger",
        origin + "/ledger/v1",
        "curl '%s/ledger/v1/recordings' -H 'Authorization: Bearer TOKEN'".formatted(origin),
        List.of(
            new Snippet(
                "ledger-java",
                "Java: java.net.http",
                """
                import java.net.URI;
                import java.net.http.HttpClient;
                import java.net.http.HttpRequest;
                import java.net.http.HttpResponse;

                HttpRequest request = HttpRequest.newBuilder(URI.create("%s/ledger/v1/recordings"))
                    .header("Authorization", "Bearer TOKEN")
                    .build();
                var answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString());
                System.out.println(answer.body());\
                """
                    .formatted(origin)),
            new Snippet(
                "ledger-node",
                "Node: fetch",
                """
                const answer = await fetch('%s/ledger/v1/recordings', {
                  headers: { Authorization: 'Bearer TOKEN' },
                });
                console.log(await answer.json());\
                """
                    .formatted(origin))));
  }
}
