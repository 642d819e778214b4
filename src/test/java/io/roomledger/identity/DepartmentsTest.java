package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.Audit;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DepartmentsTest {
  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");
  private final Accounts accounts = new Accounts(database, clock);
  private final Departments departments = new Departments(database, new Audit(clock)::append);
  private final Caller operator = new Caller.Operator(Accounts.MAIN);

  @AfterEach
  void close() {
    database.close();
  }

  private static Account person(String name, String department) {
    return new Account(
        (name + "00000000000000000").substring(0, 17),
        Accounts.MAIN,
        name,
        name,
        Optional.empty(),
        department,
        true);
  }

  private Account added(String name, String department) {
    Account account = person(name, department);
    accounts.add(account, Optional.empty(), Set.of("user"));
    return account;
  }

  private Department add(String name, Department... parent) {
    return departments.add(
        operator,
        name,
        parent.length == 0 ? Optional.empty() : Optional.of(parent[0].id()),
        Optional.empty());
  }

  private List<String> namesOf(Account account) {
    return departments
        .of(operator, List.of(account.id()))
        .getOrDefault(account.id(), List.of())
        .stream()
        .map(Department::name)
        .toList();
  }

  private List<String> below(Optional<UUID> parent, boolean deep) {
    List<String> names = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<Department> page = departments.below(operator, parent, deep, after, 2);
      page.items().forEach(department -> names.add(department.name()));
      after = page.next();
    } while (after.isPresent());
    return names;
  }

  @Test
  void whoeverIsGivenADepartmentByNameBelongsToIt() {
    Account ann = added("ann", "研发部");
    Account ben = added("ben", "研发部");
    Account cleo = person("cleo", "市场部");
    database.jdbi().useTransaction(h -> accounts.takeIn(h, List.of(cleo), Set.of("user")));

    assertThat(namesOf(ann)).containsExactly("研发部");
    assertThat(below(Optional.empty(), false)).containsExactlyInAnyOrder("研发部", "市场部");
    UUID research =
        departments.of(operator, List.of(ben.id())).values().iterator().next().getFirst().id();
    assertThat(departments.members(operator, Optional.of(research), Optional.empty(), 10).items())
        .extracting(Account::username)
        .containsExactly("ann", "ben");
    database.jdbi().useTransaction(h -> accounts.rename(h, person("ben", "市场部")));
    assertThat(namesOf(ben)).containsExactly("市场部");
    database.jdbi().useTransaction(h -> accounts.rename(h, person("ben", "")));
    assertThat(namesOf(ben)).isEmpty();
    assertThat(departments.members(operator, Optional.empty(), Optional.empty(), 10).items())
        .extracting(Account::username)
        .containsExactly("ben");
  }

  @Test
  void departmentsAreATreeWhoseSizesCountEverybodyBelow() {
    Department research = add("Research");
    Department chemistry = add("Chemistry", research);
    Department labs = add("Labs", chemistry);
    Department sales = add("Sales");
    Account ann = added("ann", "Labs");
    Account ben = added("ben", "Research");
    departments.assign(operator, ann.id(), List.of(labs.id(), research.id()));
    added("cleo", "");

    assertThat(below(Optional.empty(), false)).containsExactlyInAnyOrder("Research", "Sales");
    assertThat(below(Optional.empty(), true))
        .containsExactlyInAnyOrder("Research", "Sales", "Chemistry", "Labs");
    assertThat(below(Optional.of(research.id()), true))
        .containsExactlyInAnyOrder("Chemistry", "Labs");
    List<UUID> all = List.of(research.id(), chemistry.id(), labs.id(), sales.id());
    assertThat(departments.sizes(operator, all))
        .containsEntry(research.id(), 2)
        .containsEntry(chemistry.id(), 1)
        .containsEntry(labs.id(), 1)
        .containsEntry(sales.id(), 0);
    assertThat(namesOf(ann)).containsExactly("Labs", "Research");
    assertThat(accounts.find(ann.id()).orElseThrow().department()).isEqualTo("Labs");
    assertThat(namesOf(ben)).containsExactly("Research");
  }

  @Test
  void theFirstOfAPersonsDepartmentsIsTheOneThatReservationsShow() {
    Department research = add("Research");
    Department sales = add("Sales");
    Account ann = added("ann", "");
    departments.assign(operator, ann.id(), List.of(sales.id(), research.id(), sales.id()));
    assertThat(accounts.find(ann.id()).orElseThrow().department()).isEqualTo("Sales");
    assertThat(namesOf(ann)).containsExactly("Sales", "Research");
    departments.assign(operator, ann.id(), List.of());
    assertThat(accounts.find(ann.id()).orElseThrow().department()).isEmpty();
    assertThat(namesOf(ann)).isEmpty();
    List<String> audited =
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery("SELECT action FROM audit ORDER BY id").mapTo(String.class).list());
    assertThat(audited)
        .containsExactly(
            "department.added", "department.added", "department.assigned", "department.assigned");
  }

  @Test
  void aDepartmentIsFoundByEitherId() {
    Department research =
        departments.add(operator, "Research", Optional.empty(), Optional.of("D096"));

    assertThat(departments.get(operator, research.id())).isEqualTo(research);
    assertThat(departments.getByCustomId(operator, "D096")).isEqualTo(research);
    assertThat(add("Sales").customId()).matches("[0-9a-f]{16}");
  }

  @Test
  void whatCannotBeIsRefused() {
    Department research =
        departments.add(operator, "Research", Optional.empty(), Optional.of("D096"));
    Account ann = added("ann", "");
    UUID nowhere = UUID.randomUUID();
    Refused.as(Refusal.Conflict.class, () -> add("Research"));
    Refused.as(
        Refusal.Conflict.class,
        () -> departments.add(operator, "X", Optional.empty(), Optional.of("D096")));
    Refused.as(
        Refusal.NotFound.class,
        () -> departments.add(operator, "X", Optional.of(nowhere), Optional.empty()));
    Refused.as(Refusal.Invalid.class, () -> add(" "));
    Refused.as(
        Refusal.Invalid.class,
        () -> departments.add(operator, "X", Optional.empty(), Optional.of("-x")));
    Refused.as(
        Refusal.NotFound.class,
        () -> departments.assign(operator, "nobody", List.of(research.id())));
    Refused.as(
        Refusal.NotFound.class, () -> departments.assign(operator, ann.id(), List.of(nowhere)));
    Refused.as(Refusal.NotFound.class, () -> departments.getByCustomId(operator, "\0"));
    Refused.as(
        Refusal.Invalid.class,
        () -> departments.below(operator, Optional.empty(), false, Optional.of("x"), 5));
    Refused.as(
        Refusal.Invalid.class,
        () -> departments.members(operator, Optional.empty(), Optional.empty(), 0));
  }

  @Test
  void anotherOrganisationSeesNothingAndOthersChangeNothing() {
    Department research = add("Research");
    Account ann = added("ann", "Research");
    Caller stranger = new Caller.Operator("elsewhere");
    Caller person = new Caller.Person(ann, Set.of(), Set.of(), Set.of("*"), "192.0.2.1");

    Refused.as(Refusal.NotFound.class, () -> departments.get(stranger, research.id()));
    assertThat(departments.of(stranger, List.of(ann.id()))).isEmpty();
    assertThat(departments.below(stranger, Optional.empty(), true, Optional.empty(), 9).items())
        .isEmpty();
    assertThat(departments.get(person, research.id())).isEqualTo(research);
    Refused.as(
        Refusal.Forbidden.class,
        () -> departments.add(person, "X", Optional.empty(), Optional.empty()));
    Refused.as(Refusal.Forbidden.class, () -> departments.assign(person, ann.id(), List.of()));
  }
}
