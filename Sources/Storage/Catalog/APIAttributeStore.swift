package import Model

extension Transaction {
    package var apiAttributes: APIAttributeStore { APIAttributeStore(tx: self) }
}

/// The attributes of all APIs by key and value, beside the copies in the APIs themselves.
package struct APIAttributeStore {
    let tx: Transaction

    /// Follows what the API says. A new key gets an id that is made from the API's, so that no caller needs to.
    func replace(of api: API) throws {
        try tx.run("DELETE FROM api_attribute_values WHERE api_id = \(api.id)")
        try add(of: api)
    }

    /// The same for an API that is new: on PostgreSQL what it looks for in vain would clash with other writers.
    func add(of api: API) throws {
        for (key, values) in api.attributes.sorted(by: { $0.key < $1.key }) {
            try tx.run(
                """
                INSERT INTO api_attributes (key, id, created_at, updated_at)
                VALUES (\(key), \(Self.id(of: key)), \(api.updatedAt), \(api.updatedAt))
                ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at
                """)
            for value in Set(values).sorted() {
                try tx.run(
                    .insert("api_attribute_values", ["api_id": "\(api.id)", "key": "\(key)", "value": "\(value)"]))
            }
        }
    }

    /// The keys that any API carries that may be seen, with how many of these carry each value.
    package func list(_ query: ListQuery) throws -> Page<APIAttribute> {
        let seen = SQL.isSeen("x.api_id", query.seen)
        let page = try tx.page(Self.source(seen), query.limited(to: .everything), APIAttribute.list)
        let keys = try page.items.map { try $0.text("key") }
        let kept: SQL = """
            SELECT scope AS key, part AS value, CAST(SUM(amount) AS BIGINT) AS apis FROM row_counts
            WHERE list = \(RowCount.List.attributes) AND scope IN \(list: keys)
            GROUP BY scope, part HAVING SUM(amount) <> 0 ORDER BY scope, part
            """
        let counted: SQL = """
            SELECT key, value, COUNT(*) AS apis FROM api_attribute_values x
            WHERE key IN \(list: keys) AND \(sql: seen)
            GROUP BY key, value ORDER BY key, value
            """
        let counts = try tx.all(query.seen == .everything ? kept : counted)
        var values: [String: [APIAttribute.Value]] = [:]
        for row in counts {
            values[try row.text("key"), default: []].append(
                APIAttribute.Value(try row.text("value"), apiCount: try row.int("apis")))
        }
        return try page.map { row in
            let key = try row.text("key")
            return APIAttribute(
                id: try row.id("id"), key: key, values: values[key] ?? [], createdAt: try row.instant("created_at"),
                updatedAt: try row.instant("updated_at"))
        }
    }
}

extension APIAttributeStore {
    static func source(_ seen: SQL) -> ListSource {
        let isUsed: SQL = """
            EXISTS (SELECT 1 FROM api_attribute_values x WHERE x.key = t.key AND \(sql: seen))
            """
        return ListSource(
            "t.*", from: "api_attributes t", where: [isUsed], id: "t.id",
            fields: [
                "id": .uuid("t.id"), "key": .string("t.key"), "created_at": .dateTime("t.created_at"),
                "updated_at": .dateTime("t.updated_at"),
            ])
    }

    /// `filter[attributes.key]`: an API matches when one of its values does.
    static func condition(_ filter: ListFilter, on api: SQL) throws -> SQL {
        guard let key = filter.subkey else {
            if filter.op != .exists { return try .any(filter.pairs.map { try condition($0, on: api) }) }
            return "\(sql: api) IN (SELECT x.api_id FROM api_attribute_values x)"
        }
        let texts = filter.values.compactMap(\.self)
        let carries: (SQL) -> SQL = { condition in
            "\(sql: api) IN (SELECT x.api_id FROM api_attribute_values x WHERE x.key = \(key) AND \(sql: condition))"
        }
        switch filter.op {
        case .exists: return carries("TRUE")
        case .neq: return "NOT " + carries("x.value IN \(list: texts)")
        case .contains, .ocontains: return carries(.any(texts.map { .contains("x.value", $0) }))
        case .eq, .oeq, .lt, .lte, .gt, .gte: return carries("x.value IN \(list: texts)")
        }
    }

    static func json(_ attributes: [String: [String]]) -> JSON {
        .object(
            attributes.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .array($0.value.map(JSON.string))) })
    }

    static func attributes(_ json: JSON) -> [String: [String]] {
        let members = json.members ?? []
        return Dictionary(
            members.map { ($0.name, ($0.value.array ?? []).compactMap(\.string)) }, uniquingKeysWith: { $1 })
    }

    /// The same id for the same key on every installation (two 64-bit FNV-1a hashes as a version 8 UUID).
    static func id(of key: String) -> ID<APIAttribute> {
        let hash: (UInt64) -> UInt64 = { seed in
            key.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        }
        let high = hash(0xcbf2_9ce4_8422_2325) & ~0xF000 | 0x8000
        let low = hash(0x9ae1_6a3b_2f90_404f) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = [high, low].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            text.append(digit)
        }
        return ID(stored: text)
    }
}
