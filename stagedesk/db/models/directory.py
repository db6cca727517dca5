"""Who there is: staff, departments in directorates, schools, contacts, closing days."""

from typing import TYPE_CHECKING

from peewee import SQL, BooleanField, CharField, DateField, ForeignKeyField, TextField

from stagedesk.db.models.base import Table, one_of, rule
from stagedesk.domain.codes import Role


class Staff(Table):
    PERSONAL = frozenset({"name", "email"})

    code = CharField(max_length=40, unique=True)
    name = TextField()
    email = TextField(default="")
    role = CharField(max_length=20, default=Role.DESK)
    left_on = DateField(null=True)

    class Meta:
        constraints = [one_of("role", Role)]


class Directorate(Table):
    name = TextField(unique=True)
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)


class Department(Table):
    PERSONAL = frozenset({"email", "head_email"})

    code = CharField(max_length=40, unique=True)
    name = TextField()
    directorate = ForeignKeyField(Directorate, null=True, on_delete="RESTRICT")
    email = TextField(default="")
    head_email = TextField(default="")
    domain = TextField(default="")  # a mail from anybody at this domain is the department's
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        directorate_id: int | None


class DepartmentAlias(Table):
    department = ForeignKeyField(Department, on_delete="CASCADE", backref="aliases")
    name = TextField(unique=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int


class School(Table):
    code = CharField(max_length=40, unique=True)
    name = TextField()
    type = CharField(max_length=20, default="school")
    city = TextField(default="")
    valid_to = DateField(null=True)

    class Meta:
        constraints = [
            rule("school_type_is_a_code", "type IN ('school', 'training_centre', 'job_coach', 'vdab')")
        ]


class SchoolAlias(Table):
    """Another name of a school, or a mail domain of its people."""

    school = ForeignKeyField(School, on_delete="CASCADE", backref="aliases")
    name = TextField()
    is_domain = BooleanField(default=False)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        school_id: int

    class Meta:
        indexes = ((("school", "name", "is_domain"), True),)


# A name is of one school; a mail domain may be of several.
SchoolAlias.add_index(
    SchoolAlias.index(SchoolAlias.name, unique=True, name="school_alias_name").where(SQL("NOT is_domain"))
)


class Contact(Table):
    PERSONAL = frozenset({"name", "email", "phone"})

    department = ForeignKeyField(Department, null=True, on_delete="CASCADE")
    school = ForeignKeyField(School, null=True, on_delete="CASCADE")
    name = TextField()
    email = TextField(default="")
    phone = TextField(default="")
    function = TextField(default="")
    valid_to = DateField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int | None
        school_id: int | None

    class Meta:
        constraints = [rule("contact_of_one", "(department_id IS NULL) <> (school_id IS NULL)")]


class ClosingDay(Table):
    """A day on which the city (or one department) is closed; frozen here, so that past terms never change."""

    day = DateField(index=True)
    name = TextField()
    department = ForeignKeyField(Department, null=True, on_delete="CASCADE")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        department_id: int | None

    class Meta:
        indexes = ((("day", "department"), True),)


class Absence(Table):
    """Somebody of the staff is away; until then the stand-in gets what comes in."""

    PERSONAL = frozenset({"note"})

    staff = ForeignKeyField(Staff, on_delete="RESTRICT", backref="absences")
    first_day = DateField()
    last_day = DateField()
    stand_in = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
    note = TextField(default="")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        staff_id: int
        stand_in_id: int | None

    class Meta:
        constraints = [rule("absence_in_order", "last_day >= first_day")]
