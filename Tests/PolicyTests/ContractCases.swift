import Foundation
import Model
import Policy
import Testing

/// Case tables that live outside of the repository; `make contract` names their directory.
private let directory = ProcessInfo.processInfo.environment["PORTICO_CASES"]

@Suite(.enabled(if: directory != nil)) struct ContractCases {
    private func rows(_ name: String) throws -> [[String]] {
        let text = try String(contentsOfFile: "\(directory ?? ".")/\(name)", encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func pathsAreRewrittenAsTheTableSays() throws {
        let rows = try rows("path_handling_v0.csv")
        #expect(!rows.isEmpty)
        for row in rows {
            let prefix = row[1] == "(host only)" ? "" : row[1]
            let path = try #require(RequestTarget.normalised(row[3]))
            let rewriting = PathRewriting(servicePath: row[0], stripPath: row[2] == "true")
            #expect(rewriting.upstreamPath(path, matchedLength: prefix.utf8.count) == row[4], "\(row)")
        }
    }

    @Test func keysAreFoundAsTheTableSays() throws {
        let rows = try rows("key_auth_location_matrix.csv")
        #expect(!rows.isEmpty)
        for row in rows {
            let locator = KeyLocator(
                names: ["apikey"], inHeader: row[0] == "true", inQuery: row[1] == "true", inBody: row[2] == "true")
            let present = { (value: String) in value == "right" || value == "wrong" ? value : nil }
            let headers = HeaderFields(present(row[3]).map { [("apikey", $0)] } ?? [])
            let finding = locator.find(headers: headers, query: present(row[4]).map { "apikey=\($0)" }) { _ in
                present(row[5]).map { .text($0) }
            }
            #expect(finding == .key("right") ? row[6] == "200" : row[6] == "401", "\(row)")
        }
    }

    @Test func routesAreSelectedAsTheTableSays() throws {
        struct Scenario: Decodable {
            struct Route: Decodable {
                var id: String
                var methods: [String]?, hosts: [String]?, paths: [String]?
                var headers: [String: [String]]?
                var regex_priority: Int?
            }
            struct Request: Decodable {
                var method: String, path: String, host: String
                var headers: [String: String]
                var expect: String?
            }
            var scenario: String
            var routes: [Route]
            var requests: [Request]
        }
        let data = try Data(contentsOf: URL(filePath: "\(directory ?? ".")/router_select.json"))
        for scenario in try JSONDecoder().decode([Scenario].self, from: data) {
            let routes = scenario.routes.enumerated().map { index, item in
                route(
                    item.id, methods: item.methods ?? [], hosts: item.hosts ?? [], paths: item.paths ?? [],
                    headers: item.headers ?? [:], priority: item.regex_priority ?? 0, created: Int64(index))
            }
            let router = Router(routes)
            for item in scenario.requests {
                let sent = try request(
                    item.method, item.path, host: item.host, headers: item.headers.map { ($0.key, $0.value) })
                let found = router.select(sent).map { routes[$0.route].id.text }
                #expect(found == item.expect, "\(scenario.scenario): \(item)")
            }
        }
    }
}
