"""Several schools may write from one mail domain; a name still belongs to one of them."""


def up(migrator, db):
    db.execute_sql('DROP INDEX "school_alias_name_is_domain"')
    db.execute_sql(
        'CREATE UNIQUE INDEX "school_alias_school_id_name_is_domain"'
        ' ON "school_alias" ("school_id", "name", "is_domain")'
    )
    db.execute_sql('CREATE UNIQUE INDEX "school_alias_name" ON "school_alias" ("name") WHERE NOT is_domain')


def down(migrator, db):
    """Only where no two schools share a domain."""
    db.execute_sql('DROP INDEX "school_alias_name"')
    db.execute_sql('DROP INDEX "school_alias_school_id_name_is_domain"')
    db.execute_sql(
        'CREATE UNIQUE INDEX "school_alias_name_is_domain" ON "school_alias" ("name", "is_domain")'
    )
