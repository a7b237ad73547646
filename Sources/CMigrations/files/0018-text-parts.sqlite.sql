-- Parts of names are found without reading every row: PostgreSQL indexes the columns themselves, SQLite this copy.
CREATE TABLE text_parts (
    number INTEGER PRIMARY KEY,
    owner_id TEXT NOT NULL,
    field TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE UNIQUE INDEX text_parts_owner ON text_parts (owner_id, field);
CREATE VIRTUAL TABLE text_parts_index USING fts5 (
    content, content = 'text_parts', content_rowid = 'number', tokenize = 'trigram'
);
CREATE TRIGGER text_parts_added AFTER INSERT ON text_parts BEGIN
    INSERT INTO text_parts_index (rowid, content) VALUES (new.number, new.content);
END;
CREATE TRIGGER text_parts_changed AFTER UPDATE ON text_parts BEGIN
    INSERT INTO text_parts_index (text_parts_index, rowid, content) VALUES ('delete', old.number, old.content);
    INSERT INTO text_parts_index (rowid, content) VALUES (new.number, new.content);
END;
CREATE TRIGGER text_parts_removed AFTER DELETE ON text_parts BEGIN
    INSERT INTO text_parts_index (text_parts_index, rowid, content) VALUES ('delete', old.number, old.content);
END;

INSERT INTO text_parts (owner_id, field, content) SELECT id, 'name', name FROM apis;
CREATE TRIGGER apis_parts_added AFTER INSERT ON apis BEGIN
    INSERT INTO text_parts (owner_id, field, content) VALUES
        (new.id, 'name', new.name);
END;
CREATE TRIGGER apis_part_changed AFTER UPDATE OF name ON apis
WHEN new.name <> old.name BEGIN
    UPDATE text_parts SET content = new.name WHERE owner_id = new.id AND field = 'name';
END;
CREATE TRIGGER apis_parts_removed AFTER DELETE ON apis BEGIN
    DELETE FROM text_parts WHERE owner_id = old.id;
END;

INSERT INTO text_parts (owner_id, field, content) SELECT id, 'name', name FROM applications;
CREATE TRIGGER applications_parts_added AFTER INSERT ON applications BEGIN
    INSERT INTO text_parts (owner_id, field, content) VALUES
        (new.id, 'name', new.name);
END;
CREATE TRIGGER applications_part_changed AFTER UPDATE OF name ON applications
WHEN new.name <> old.name BEGIN
    UPDATE text_parts SET content = new.name WHERE owner_id = new.id AND field = 'name';
END;
CREATE TRIGGER applications_parts_removed AFTER DELETE ON applications BEGIN
    DELETE FROM text_parts WHERE owner_id = old.id;
END;

INSERT INTO text_parts (owner_id, field, content) SELECT id, 'email', email FROM developers;
INSERT INTO text_parts (owner_id, field, content) SELECT id, 'full_name', full_name FROM developers;
CREATE TRIGGER developers_parts_added AFTER INSERT ON developers BEGIN
    INSERT INTO text_parts (owner_id, field, content) VALUES
        (new.id, 'email', new.email),
        (new.id, 'full_name', new.full_name);
END;
CREATE TRIGGER developers_email_part_changed AFTER UPDATE OF email ON developers
WHEN new.email <> old.email BEGIN
    UPDATE text_parts SET content = new.email WHERE owner_id = new.id AND field = 'email';
END;
CREATE TRIGGER developers_full_name_part_changed AFTER UPDATE OF full_name ON developers
WHEN new.full_name <> old.full_name BEGIN
    UPDATE text_parts SET content = new.full_name WHERE owner_id = new.id AND field = 'full_name';
END;
CREATE TRIGGER developers_parts_removed AFTER DELETE ON developers BEGIN
    DELETE FROM text_parts WHERE owner_id = old.id;
END;

INSERT INTO text_parts (owner_id, field, content) SELECT id, 'name', name FROM portals;
CREATE TRIGGER portals_parts_added AFTER INSERT ON portals BEGIN
    INSERT INTO text_parts (owner_id, field, content) VALUES
        (new.id, 'name', new.name);
END;
CREATE TRIGGER portals_part_changed AFTER UPDATE OF name ON portals
WHEN new.name <> old.name BEGIN
    UPDATE text_parts SET content = new.name WHERE owner_id = new.id AND field = 'name';
END;
CREATE TRIGGER portals_parts_removed AFTER DELETE ON portals BEGIN
    DELETE FROM text_parts WHERE owner_id = old.id;
END;

INSERT INTO text_parts (owner_id, field, content) SELECT id, 'name', name FROM teams;
CREATE TRIGGER teams_parts_added AFTER INSERT ON teams BEGIN
    INSERT INTO text_parts (owner_id, field, content) VALUES
        (new.id, 'name', new.name);
END;
CREATE TRIGGER teams_part_changed AFTER UPDATE OF name ON teams
WHEN new.name <> old.name BEGIN
    UPDATE text_parts SET content = new.name WHERE owner_id = new.id AND field = 'name';
END;
CREATE TRIGGER teams_parts_removed AFTER DELETE ON teams BEGIN
    DELETE FROM text_parts WHERE owner_id = old.id;
END;
