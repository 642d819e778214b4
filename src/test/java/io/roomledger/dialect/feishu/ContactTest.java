package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import io.roomledger.identity.Department;
import io.roomledger.identity.ExternalIdKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory, as an exporting script asks it. */
class ContactTest {
  private static final String USERS = "/open-apis/contact/v3/users/";
  private static final String DEPARTMENTS = "/open-apis/contact/v3/departments/";
  private static final String EVERYTHING = "contact:contact:readonly_as_app";
  private static final String SECRET = "contact-secret";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // made before all tests
  private static FeishuHouse house;

  @SuppressWarnings("NullAway.Init")
  private static Department research;

  @SuppressWarnings("NullAway.Init")
  private static Department labs;

  @SuppressWarnings("NullAway.Init")
  private static Account lin;

  @BeforeAll
  static void open() throws IOException {
    house = new FeishuHouse(folder);
    research =
        house.departments.add(house.operator, "Research", Optional.empty(), Optional.of("D067"));
    labs =
        house.departments.add(
            house.operator, "Labs", Optional.of(research.id()), Optional.of("D096"));
    lin = person("lin", "Labs", true);
    person("wei", "Research", true);
    person("gone", "Labs", false);
    app("cli_all", EVERYTHING, "contact:user.id:readonly", "contact:user.email:readonly");
    app("cli_base", "contact:contact.base:readonly");
    app("cli_ids", "contact:user.id:readonly", "contact:user.employee_id:readonly");
  }

  private static Account person(String name, String department, boolean active) {
    Account account =
        new Account(
            (name + "00000000000000000").substring(0, 17),
            Accounts.MAIN,
            name,
            "The " + name,
            Optional.of(name + "@example.org"),
            department,
            active);
    house.accounts.add(account, Optional.empty(), Set.of("user"));
    return account;
  }

  private static void app(String id, String... scopes) {
    house.apps.add(new App(id, Accounts.MAIN, id, Set.of(scopes), true), SECRET);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String token(String app) throws Exception {
    Reply reply =
        house.post(
            "/open-apis/auth/v3/tenant_access_token/internal",
            "",
            Map.of("app_id", app, "app_secret", SECRET));
    return "Bearer " + reply.json().path("tenant_access_token").textValue();
  }

  private static JsonNode data(String path) throws Exception {
    Reply reply = house.get(path, token("cli_all"));
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().path("data");
  }

  private static void fails(String path, int status, int code, String words) throws Exception {
    Reply reply = house.get(path, token("cli_all"));
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
  }

  private static String id(ExternalIdKind kind) {
    return house.accounts.externalIds(kind, List.of(lin.id())).values().iterator().next();
  }

  @Test
  void aPersonIsFoundByEachOfTheirIds() throws Exception {
    String open = id(ExternalIdKind.FEISHU_OPEN_ID);
    String union = id(ExternalIdKind.FEISHU_UNION_ID);
    JsonNode user = data(USERS + open).path("user");
    assertThat(user.toString())
        .isEqualTo(
            "{\"union_id\":\""
                + union
                + "\",\"open_id\":\""
                + open
                + "\",\"name\":\"The lin\",\"en_name\":\"The lin\",\"email\":\"lin@example.org\","
                + "\"status\":{\"is_frozen\":false,\"is_resigned\":false,\"is_activated\":true,"
                + "\"is_exited\":false,\"is_unjoin\":false},\"department_ids\":[\"od-"
                + labs.id().toString().replace("-", "")
                + "\"]}");
    assertThat(data(USERS + union + "?user_id_type=union_id").path("user")).isEqualTo(user);
    String own = id(ExternalIdKind.FEISHU_USER_ID);
    assertThat(
            data(USERS + own + "?user_id_type=user_id&department_id_type=department_id")
                .at("/user/department_ids/0")
                .textValue())
        .isEqualTo("D096");
  }

  @Test
  void fieldsNeedScopesOfTheirOwn() throws Exception {
    String open = id(ExternalIdKind.FEISHU_OPEN_ID);
    JsonNode user = house.get(USERS + open, token("cli_base")).json().at("/data/user");

    assertThat(user.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("union_id", "open_id");
    String path = DEPARTMENTS + RoomIds.ofDepartment(labs.id());
    JsonNode department = house.get(path, token("cli_base")).json().at("/data/department");
    assertThat(department.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("open_department_id");
  }

  @Test
  void idsAreFoundByMailAndWhatIsUnknownComesBackWithoutOne() throws Exception {
    Map<String, Object> body =
        Map.of(
            "emails",
            List.of("LIN@example.org", "nobody@example.org", "gone@example.org"),
            "mobiles",
            List.of("13011111111"));
    Reply reply = house.post(USERS + "batch_get_id", token("cli_all"), body);
    JsonNode list = reply.json().at("/data/user_list");
    assertThat(list.get(0).path("user_id").textValue())
        .isEqualTo(id(ExternalIdKind.FEISHU_OPEN_ID));
    assertThat(list.get(0).at("/status/is_activated").booleanValue()).isTrue();
    assertThat(list.get(1).toString()).isEqualTo("{\"email\":\"nobody@example.org\"}");
    assertThat(list.get(2).toString()).isEqualTo("{\"email\":\"gone@example.org\"}");
    assertThat(list.get(3).toString()).isEqualTo("{\"mobile\":\"13011111111\"}");

    Reply own =
        house.post(
            USERS + "batch_get_id?user_id_type=user_id",
            token("cli_ids"),
            Map.of(
                "emails",
                List.of("lin@example.org", "gone@example.org"),
                "include_resigned",
                true));
    assertThat(own.json().at("/data/user_list/0").toString())
        .isEqualTo(
            "{\"user_id\":\""
                + id(ExternalIdKind.FEISHU_USER_ID)
                + "\",\"email\":\"lin@example.org\"}");
    assertThat(own.json().at("/data/user_list/1/user_id").textValue()).matches("[0-9a-f]{8}");
  }

  @Test
  void peopleOfADepartmentAreListedByPage() throws Exception {
    String department = RoomIds.ofDepartment(research.id());
    JsonNode page = data(USERS + "find_by_department?department_id=" + department);
    assertThat(page.path("items").findValuesAsText("name")).containsExactly("The wei");
    assertThat(page.path("has_more").booleanValue()).isFalse();
    assertThat(page.has("page_token")).isFalse();
    String byOwnId = "find_by_department?department_id=D096&department_id_type=department_id";
    assertThat(data(USERS + byOwnId).path("items").findValuesAsText("name"))
        .containsExactly("The lin");

    JsonNode first = data(USERS + "find_by_department?department_id=0&page_size=1");
    assertThat(first.path("items").findValuesAsText("name")).containsExactly("manager");
    assertThat(first.at("/items/0/department_ids/0").textValue()).isEqualTo("0");
    assertThat(first.path("has_more").booleanValue()).isFalse();
  }

  @Test
  void theTreeIsWalkedOrFetchedAtOnce() throws Exception {
    JsonNode top = data(DEPARTMENTS + "0/children");
    assertThat(top.path("items").findValuesAsText("name")).contains("Research");
    List<String> all = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          data(
              DEPARTMENTS
                  + "0/children?fetch_child=true&page_size=1&department_id_type=department_id"
                  + token);
      page.path("items")
          .forEach(it ->
              all.add(
                  it.path("name").textValue()
                      + " in "
                      + it.path("parent_department_id").textValue()
                      + ", "
                      + it.path("member_count").intValue()));
      token = page.has("page_token") ? "&page_token=" + page.path("page_token").textValue() : "";
    } while (!token.isEmpty());
    Collections.sort(all);
    assertThat(all).containsExactly("Labs in D067, 1", "Research in 0, 2");

    JsonNode one = data(DEPARTMENTS + "D096?department_id_type=department_id").path("department");
    assertThat(one.path("open_department_id").textValue())
        .isEqualTo(RoomIds.ofDepartment(labs.id()))
        .matches("od-[0-9a-f]{32}");
    assertThat(one.path("department_id").textValue()).isEqualTo("D096");
    assertThat(one.at("/status/is_deleted").booleanValue()).isFalse();
  }

  @Test
  void everyDocumentedErrorIsGiven() throws Exception {
    fails(USERS + "ou_unknown", 400, 41012, "user id invalid error");
    fails(DEPARTMENTS + "od-unknown", 400, 40015, "department not exist");
    fails(DEPARTMENTS + "0", 400, 40015, "department not exist");
    fails(DEPARTMENTS + "Dx?department_id_type=department_id", 400, 40015, "department not exist");
    fails(DEPARTMENTS + "od-unknown/children", 400, 40008, "dept Info is null error");
    fails(
        USERS + "find_by_department?department_id=od-" + "0".repeat(32),
        403,
        40004,
        "no dept authority error");
    String list = USERS + "find_by_department?department_id=0";
    fails(list + "&page_size=51", 400, 40011, "page size is invalid");
    fails(DEPARTMENTS + "0/children?page_size=0", 400, 40011, "page size is invalid");
    fails(DEPARTMENTS + "0/children?page_token=junk", 400, 40012, "page token is invalid error");
    Reply notJson = house.post(USERS + "batch_get_id", token("cli_all"), "{");
    assertThat(notJson.code()).isEqualTo(40001);
  }

  @Test
  void theGatewayFindsWhatIsMissingOrNoDocumentedWord() throws Exception {
    Reply missing = house.get(USERS + "find_by_department", token("cli_all"));
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.code()).isEqualTo(99992402);
    assertThat(missing.json().path("msg").textValue()).isEqualTo("field validation failed");
    assertThat(missing.json().at("/error/field_violations/0").toString())
        .isEqualTo(
            "{\"field\":\"department_id\",\"value\":\"\",\"description\":\"department_id is"
                + " required\"}");
    fails(USERS + "x?user_id_type=phone", 400, 99992402, "field validation failed");
    fails(USERS + "x?department_id_type=x", 400, 99992402, "field validation failed");
    Reply many =
        house.post(
            USERS + "batch_get_id",
            token("cli_all"),
            Map.of("emails", Collections.nCopies(51, "a@example.org")));
    assertThat(many.code()).isEqualTo(99992402);
    assertThat(many.json().at("/error/field_violations/0/description").textValue())
        .isEqualTo("the max len is 50");
  }

  @Test
  void theGatewayKeepsTheTerms() throws Exception {
    String user = "Bearer " + FeishuHouse.USER_TOKEN;
    Reply kind = house.post(USERS + "batch_get_id", user, Map.of());
    assertThat(kind.code()).isEqualTo(99991668);
    assertThat(kind.json().path("msg").textValue()).isEqualTo("user access token not support");
    Reply scope = house.get(USERS + "x", token("cli_ids"));
    assertThat(scope.code()).isEqualTo(99991672);
    assertThat(scope.json().path("msg").textValue())
        .isEqualTo(
            "Access denied. One of the following scopes is required:"
                + " [contact:contact.base:readonly, contact:contact:access_as_app,"
                + " contact:contact:readonly, contact:contact:readonly_as_app]");
    assertThat(scope.json().at("/error/permission_violations").size()).isEqualTo(4);
    assertThat(house.get(USERS + id(ExternalIdKind.FEISHU_OPEN_ID), user).status()).isEqualTo(200);
  }

  @Test
  void fiftyCallsASecondAreTaken() throws Exception {
    String token = token("cli_all");
    String path = DEPARTMENTS + "D096?department_id_type=department_id";
    house.clock.tick(java.time.Duration.ofSeconds(2));
    for (int i = 0; i < 50; i++) {
      assertThat(house.get(path, token).status()).isEqualTo(200);
    }
    Reply refused = house.get(path, token);
    assertThat(refused.code()).isEqualTo(99991400);
    assertThat(refused.header("x-ogw-ratelimit-limit")).isEqualTo("50");
    assertThat(refused.header("x-ogw-ratelimit-reset")).isEqualTo("1");
    house.clock.tick(java.time.Duration.ofSeconds(1));
    assertThat(house.get(path, token).status()).isEqualTo(200);
  }

  @Test
  void aFaultIsTheFamilysInternalError() throws Exception {
    house.database.jdbi().useHandle(h -> h.execute("ALTER TABLE external_id RENAME TO e_gone"));
    try {
      fails(USERS + "ou_x", 400, 40003, "internal error");
    } finally {
      house.database.jdbi().useHandle(h -> h.execute("ALTER TABLE e_gone RENAME TO external_id"));
    }
  }
}
