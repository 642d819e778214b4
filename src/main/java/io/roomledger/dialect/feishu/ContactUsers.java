// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/get
// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/batch_get_id
// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/find_by_department
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Department;
import io.roomledger.identity.Departments;
import io.roomledger.identity.ExternalIdKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People of the directory, as far as a script needs them that maps reservations to people. */
final class ContactUsers {
  private static final String USERS = "/open-apis/contact/v3/users/";
  private static final int MOST = 50;

  private final Accounts accounts;
  private final Departments departments;
  private final People people;

  ContactUsers(Feishu.Directory directory, People people) {
    this.accounts = directory.accounts();
    this.departments = directory.departments();
    this.people = people;
  }

  List<Route> routes() {
    return List.of(
        Route.post(USERS + "batch_get_id", ContactScopes.IDS, this::ids),
        Route.get(USERS + "find_by_department", ContactScopes.LISTS, this::list),
        Route.get(USERS + "{user_id}", ContactScopes.PERSON, this::get));
  }

  private Answer get(Call call, Caller caller) {
    DepartmentIds.Kind kind = DepartmentIds.kind(call);
    String id = call.pathParameter("user_id");
    Account account =
        people
            .find(caller.organisation(), People.kind(call), id)
            .orElseThrow(
                () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, id)));
    ObjectNode data = Json.object();
    data.set("user", users(caller, List.of(account), kind).get(0));
    return Spelling.success(data);
  }

  private Answer list(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    DepartmentIds.Kind kind = DepartmentIds.kind(call);
    People.kind(call);
    Optional<Department> department =
        DepartmentIds.find(
            departments,
            caller,
            kind,
            query.text("department_id"),
            ContactFamily.NO_DEPARTMENT_AUTHORITY);
    Paging paging = Paging.of(query, 10, 1, MOST);
    Page<Account> page =
        departments.members(caller, department.map(Department::id), paging.after(), paging.size());
    ObjectNode data = Json.object();
    data.set("items", users(caller, page.items(), kind));
    return Spelling.success(Paging.end(data, page));
  }

  private Answer ids(Call call, Caller caller) {
    Fields body = Fields.of(call);
    ExternalIdKind kind = People.kind(call);
    boolean resigned = body.flag("include_resigned");
    ArrayNode found = Json.array();
    for (String email : some(body, "emails")) {
      ObjectNode one = found.addObject();
      accounts
          .findByEmail(caller.organisation(), email)
          .filter(account -> resigned || account.active())
          .ifPresent(account -> {
            one.put("user_id", people.id(kind, account.id()));
            if (ContactScopes.sees(caller, "contact:user.employee:readonly")) {
              one.set("status", status(account));
            }
          });
      one.put("email", email);
    }
    // nobody's number is known here, so those come back without an id
    some(body, "mobiles").forEach(mobile -> found.addObject().put("mobile", mobile));
    ObjectNode data = Json.object();
    data.set("user_list", found);
    return Spelling.success(data);
  }

  private static List<String> some(Fields body, String name) {
    List<String> texts = body.texts(name);
    if (texts.size() > MOST) {
      throw Fields.malformed(name, String.valueOf(texts.size()), "the max len is " + MOST);
    }
    return texts;
  }

  private ArrayNode users(Caller caller, List<Account> some, DepartmentIds.Kind kind) {
    List<String> keys = some.stream().map(Account::id).toList();
    Map<String, String> open = people.ids(ExternalIdKind.FEISHU_OPEN_ID, keys);
    Map<String, String> union = people.ids(ExternalIdKind.FEISHU_UNION_ID, keys);
    Map<String, String> user =
        ContactScopes.seesPrivate(caller, "contact:user.employee_id:readonly")
            ? people.ids(ExternalIdKind.FEISHU_USER_ID, keys)
            : Map.of();
    Map<String, List<Department>> homes =
        ContactScopes.sees(caller, "contact:user.department:readonly")
            ? departments.of(caller, keys)
            : Map.of();
    ArrayNode users = Json.array();
    for (Account account : some) {
      ObjectNode one = users.addObject();
      one.put("union_id", union.get(account.id())).put("open_id", open.get(account.id()));
      if (user.containsKey(account.id())) {
        one.put("user_id", user.get(account.id()));
      }
      describe(one, caller, account);
      if (ContactScopes.sees(caller, "contact:user.department:readonly")) {
        ArrayNode ids = one.putArray("department_ids");
        List<Department> home = homes.getOrDefault(account.id(), List.of());
        home.forEach(department -> ids.add(DepartmentIds.of(kind, department)));
        if (home.isEmpty()) {
          ids.add(DepartmentIds.ROOT);
        }
      }
    }
    return users;
  }

  private static void describe(ObjectNode one, Caller caller, Account account) {
    if (ContactScopes.sees(caller, "contact:user.base:readonly")) {
      one.put("name", account.name()).put("en_name", account.name());
    }
    if (ContactScopes.seesPrivate(caller, "contact:user.email:readonly")) {
      one.put("email", account.email().orElse(""));
    }
    if (ContactScopes.sees(caller, "contact:user.employee:readonly")) {
      one.set("status", status(account));
    }
  }

  private static ObjectNode status(Account account) {
    return Json.object()
        .put("is_frozen", false)
        .put("is_resigned", !account.active())
        .put("is_activated", account.active())
        .put("is_exited", false)
        .put("is_unjoin", false);
  }
}
