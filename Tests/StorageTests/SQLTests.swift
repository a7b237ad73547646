import Model
import TestKit
import Testing

@testable import Storage

@Suite struct SQLTests {
    @Test func valuesBecomeBindsAndNeverText() {
        let name = "x'; DROP TABLE portals; --"
        let sql = "SELECT * FROM portals WHERE name = \(name) AND rbac_enabled = \(true)" as SQL
        #expect(
            sql.rendered(for: .sqlite)
                == Rendered(
                    text: "SELECT * FROM portals WHERE name = ? AND rbac_enabled = ?",
                    binds: [.text(name), .boolean(true)]))
        #expect(
            sql.rendered(for: .postgresql).text == "SELECT * FROM portals WHERE name = $1 AND rbac_enabled = $2")
    }

    @Test func partsAreNumberedThroughAfterSplicing() {
        let inner = "a = \(1)" as SQL
        let whole = "SELECT \(2) WHERE \(sql: inner) OR b IN \(list: ["x", "y"]) LIMIT \(3)" as SQL
        #expect(
            whole.rendered(for: .postgresql)
                == Rendered(
                    text: "SELECT $1 WHERE a = $2 OR b IN ($3, $4) LIMIT $5",
                    binds: [.integer(2), .integer(1), .text("x"), .text("y"), .integer(3)]))
    }

    @Test func anEmptyListMatchesNothingAndIsStillSQL() {
        let sql = "SELECT 1 WHERE a IN \(list: [String]())" as SQL
        #expect(sql.rendered(for: .sqlite).text == "SELECT 1 WHERE a IN (NULL)")
    }

    @Test func conditionsAreParenthesised() {
        let sql = SQL.all(["a OR b", .any(["c", "d"])])
        #expect(sql.rendered(for: .sqlite).text == "(a OR b) AND (((c) OR (d)))")
        #expect(SQL.all([]).rendered(for: .sqlite).text == "TRUE")
        #expect(SQL.any([]).rendered(for: .sqlite).text == "FALSE")
    }

    @Test func insertAndUpdateNameTheirColumnsOnce() {
        let values: KeyValuePairs<StaticString, SQL> = ["a": "\(1)", "b": "\("x")"]
        #expect(SQL.insert("t", values).rendered(for: .sqlite).text == "INSERT INTO t (a, b) VALUES (?, ?)")
        #expect(
            SQL.update("t", values, where: "id = \("i")").rendered(for: .postgresql).text
                == "UPDATE t SET a = $1, b = $2 WHERE id = $3")
    }

    @Test func namesFromARequestNeverReachTheText() throws {
        let hostile = "name) OR 1=1 --"
        let source = PortalStore.source(baseDomain: hostile)
        let filters = ListFilter.Operator.searching.map { ListFilter("name", $0, [hostile]) }
        let query = ListQuery(filters: filters + [ListFilter("default_domain", .eq, [hostile])])
        for dialect in [Dialect.sqlite, .postgresql] {
            let text = try source.statements(query, Portal.list).items.rendered(for: dialect).text
            #expect(!text.contains("1=1"))
        }
        for query in [ListQuery(filters: [ListFilter(hostile, .eq, ["x"])]), ListQuery(sort: [ListSort(hostile)])] {
            #expect(throws: Refusal.self) { try source.statements(query, Portal.list) }
        }
    }
}

extension ListFilter.Operator {
    fileprivate static let searching: [Self] = [.eq, .neq, .oeq, .contains, .ocontains]
}
