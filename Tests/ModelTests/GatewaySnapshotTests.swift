import Foundation
import Model
import Testing

@Suite struct GatewaySnapshotTests {
    @Test func aKeyHashReadsItsOwnHexadecimalText() throws {
        let hash = try #require(KeyHash(bytes: (0..<32).map { UInt8($0 * 7 + 3) }))
        #expect(KeyHash(hexadecimal: hash.hexadecimal) == hash)
        #expect(KeyHash(hexadecimal: hash.hexadecimal.uppercased()) == hash)
        #expect(KeyHash(bytes: hash.bytes) == hash)
    }

    @Test(arguments: ["", "00", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
    func aKeyHashRefusesOtherText(text: String) {
        #expect(KeyHash(hexadecimal: text) == nil)
    }

    @Test func anUpdateSurvivesItsJourneyAsJSON() throws {
        let hash = try #require(KeyHash(bytes: Array(repeating: 9, count: 32)))
        let application = GatewayApplication(
            id: ID(stored: "a"), name: "App", slug: "app", portalID: ID(stored: "p"), grants: [ID(stored: "api")])
        let update = GatewayUpdate(
            configuration: GatewayConfiguration(
                version: 3, services: [.init(id: ID(stored: "s"), host: "upstream.test")],
                routes: [
                    .init(id: ID(stored: "r"), serviceID: ID(stored: "s"), createdAt: Instant(milliseconds: 5))
                ],
                plugins: [.init(id: ID(stored: "c"), behaviour: .cors(CORSConfiguration()))],
                strategies: [
                    .init(id: ID(stored: "k"), kind: .keyAuth(keyNames: ["apikey"], hideCredentials: true))
                ]),
            credentials: .changes(
                [.putApplication(application), .removeCredential(hash)], since: 1, version: 3))
        let back = try JSONDecoder().decode(GatewayUpdate.self, from: JSONEncoder().encode(update))
        #expect(back == update)
    }
}
