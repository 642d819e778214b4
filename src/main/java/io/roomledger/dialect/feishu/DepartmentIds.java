// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/field-overview
package io.roomledger.dialect.feishu;

import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Department;
import io.roomledger.identity.Departments;
import java.util.Optional;
import java.util.UUID;

/**
 * Departments by the vendor's ids, of whichever kind the call's {@code department_id_type} names.
 */
final class DepartmentIds {
  /** How the root is called, which is no department. */
  static final String ROOT = "0";

  /** The kinds of ids. */
  enum Kind {
    OPEN,
    CUSTOM
  }

  private DepartmentIds() {}

  /** The kind that the call speaks of: {@code open_department_id} unless it says otherwise. */
  static Kind kind(Call call) {
    return switch (call.query("department_id_type").orElse("")) {
      case "", "open_department_id" -> Kind.OPEN;
      case "department_id" -> Kind.CUSTOM;
      case String other ->
          throw Fields.malformed(
              "department_id_type", other, "options: [department_id,open_department_id]");
    };
  }

  /** The department of that id; none for the root. */
  static Optional<Department> find(
      Departments departments, Caller caller, Kind kind, String id, Failure unknown) {
    if (id.equals(ROOT)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          kind == Kind.CUSTOM
              ? departments.getByCustomId(caller, id)
              : departments.get(
                  caller, RoomIds.department(id).orElseThrow(() -> new FailureException(unknown))));
    } catch (RefusedException e) {
      throw new FailureException(unknown);
    }
  }

  /** The id of a department. */
  static String of(Kind kind, Department department) {
    return kind == Kind.CUSTOM ? department.customId() : RoomIds.ofDepartment(department.id());
  }

  /** The id of the department above. */
  static String ofParent(Kind kind, Departments departments, Caller caller, Department below) {
    Optional<UUID> parent = below.parent();
    return parent.map(id -> of(kind, departments.get(caller, id))).orElse(ROOT);
  }
}
