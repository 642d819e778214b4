// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/get
// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/children
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Department;
import io.roomledger.identity.Departments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tree of departments. */
final class ContactDepartments {
  private static final String DEPARTMENTS = "/open-apis/contact/v3/departments/";
  private static final int MOST = 50;

  private final Departments departments;

  ContactDepartments(Departments departments) {
    this.departments = departments;
  }

  List<Route> routes() {
    return List.of(
        Route.get(DEPARTMENTS + "{department_id}", ContactScopes.DEPARTMENT, this::get),
        Route.get(DEPARTMENTS + "{department_id}/children", ContactScopes.LISTS, this::children));
  }

  private Answer get(Call call, Caller caller) {
    DepartmentIds.Kind kind = DepartmentIds.kind(call);
    People.kind(call);
    Department department =
        find(call, caller, kind, ContactFamily.NO_DEPARTMENT)
            .orElseThrow(() -> new FailureException(ContactFamily.NO_DEPARTMENT));
    ObjectNode data = Json.object();
    data.set("department", print(caller, kind, List.of(department)).get(0));
    return Spelling.success(data);
  }

  private Answer children(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    DepartmentIds.Kind kind = DepartmentIds.kind(call);
    People.kind(call);
    Optional<UUID> parent =
        find(call, caller, kind, ContactFamily.DEPARTMENT_IS_NULL).map(Department::id);
    Paging paging = Paging.of(query, 10, 1, MOST);
    Page<Department> page =
        departments.below(caller, parent, query.flag("fetch_child"), paging.after(), paging.size());
    ObjectNode data = Json.object();
    data.set("items", print(caller, kind, page.items()));
    return Spelling.success(Paging.end(data, page));
  }

  private Optional<Department> find(
      Call call, Caller caller, DepartmentIds.Kind kind, Failure unknown) {
    return DepartmentIds.find(
        departments, caller, kind, call.pathParameter("department_id"), unknown);
  }

  private ArrayNode print(Caller caller, DepartmentIds.Kind kind, List<Department> some) {
    Map<UUID, Integer> sizes =
        departments.sizes(caller, some.stream().map(Department::id).toList());
    boolean base = ContactScopes.sees(caller, "contact:department.base:readonly");
    boolean tree = ContactScopes.sees(caller, "contact:department.organize:readonly");
    ArrayNode printed = Json.array();
    for (Department department : some) {
      ObjectNode one = printed.addObject();
      if (base) {
        one.put("name", department.name());
      }
      if (tree) {
        one.put(
            "parent_department_id", DepartmentIds.ofParent(kind, departments, caller, department));
      }
      if (base) {
        one.put("department_id", department.customId());
      }
      one.put("open_department_id", RoomIds.ofDepartment(department.id()));
      if (tree) {
        one.put("member_count", sizes.getOrDefault(department.id(), 0));
      }
      if (base) {
        one.putObject("status").put("is_deleted", false);
      }
    }
    return printed;
  }
}
