import Core
import Endpoints
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// What holds for every resource of the management API, by bodies drawn from what its operations declare. A resource
/// that comes to the table is covered, or the test says what it lacks.
@Suite struct ResourceTests {
    private static let draws = 6

    @Test func whatStandsApartIsServed() async throws {
        try await World.on(.sqlite) { world in
            let operations = Set(try await PropertyWorld(world, seed: 3).endpoints.map(\.operation))
            #expect(PropertyWorld.apart.keys.filter { !operations.contains($0) } == [])
        }
    }

    @Test(arguments: Engines.all) func whatWasWrittenReadsBackAndComesBackUnchanged(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await PropertyWorld(world, seed: 11), all = place.resources
            #expect(all.count >= 30)
            for resource in all {
                var accepted = 0, refusal = ""
                for number in 0..<Self.draws {
                    guard let made = try await made(resource, fill: number == 0, place) else { break }
                    guard made.address != nil else {
                        refusal = "\(made.body.text)\n\(made.reply.text)"
                        continue
                    }
                    accepted += 1
                    let read = try await place.read(made, resource)
                    expectSent(made.body, in: read, resource.operation)
                    if resource.place != .list { try await expectNoChange(made, read, resource, place) }
                }
                #expect(accepted > 0, "no drawn body made anything by \(resource.operation): \(refusal)")
            }
        }
    }

    /// Nil, and a failed test, when the world cannot even say where the resource would be.
    private func made(_ resource: Resource, fill: Bool, _ place: PropertyWorld) async throws -> PropertyWorld.Made? {
        do {
            return try await place.make(resource, fill: fill)
        } catch let missing as PropertyWorld.Missing {
            Issue.record("\(missing.operation): PropertyWorld.parents lacks a parameter of \(missing.path)")
            return nil
        }
    }

    /// Everything that was sent and is told stands there as it was sent.
    private func expectSent(_ body: JSON, in read: JSON, _ operation: String) {
        for member in body.members ?? [] {
            guard let told = read[member.name], member.name != "spec" else { continue }
            // What kind of description it is, its text says.
            if member.name == "type", body["spec"] != nil || body["content"] != nil { continue }
            // Null asks for the default.
            if member.value.isNull { continue }
            #expect(isSame(told, member.value), "\(operation): \(member.name)")
        }
    }

    /// Objects of the same members, in whatever order; ones that were not sent have their defaults.
    private func isSame(_ told: JSON, _ sent: JSON) -> Bool {
        if let items = sent.array, let others = told.array {
            return items.count == others.count && zip(others, items).allSatisfy { isSame($0, $1) }
        }
        guard let members = sent.members else { return told == sent }
        return members.allSatisfy { member in
            told[member.name].map { isSame($0, member.value) }
                ?? (member.value.isNull || PropertyWorld.secrets.contains(member.name))
        }
    }

    /// Sending back what is there changes nothing, not even the time of the last change.
    private func expectNoChange(
        _ made: PropertyWorld.Made, _ read: JSON, _ resource: Resource, _ place: PropertyWorld
    ) async throws {
        let address = try #require(made.address)
        for change in resource.changes {
            guard let schema = change.story.requestSchema, !PropertyWorld.renamed.contains(change.operation) else {
                continue
            }
            let body = Self.writable(read, schema)
            place.clock.advance(by: .seconds(60))
            let reply = try await place.client.call(change.method, address, body)
            #expect((200..<300).contains(reply.status), "\(change.operation): \(body.text)\n\(reply.text)")
            let after = try await place.client.call(.get, address).json
            #expect(after == read, "\(change.operation) of \(body.text) changed something")
        }
    }

    /// What of a resource that was read may be sent back.
    private static func writable(_ read: JSON, _ schema: Schema) -> JSON {
        switch schema {
        case .object(_, let properties, _):
            let members = (read.members ?? []).compactMap { member -> JSON.Member? in
                guard let property = properties.first(where: { $0.name == member.name }) else { return nil }
                if case .anything = property.schema { return nil }
                // Some answers tell by an empty text that there is none, which may not be sent.
                if member.value == "" { return nil }
                return JSON.Member(member.name, writable(member.value, property.schema))
            }
            return read.members == nil ? read : .object(members)
        case .array(let item, _): return read.array.map { .array($0.map { writable($0, item) }) } ?? read
        case .nullable(let inner), .named(_, let inner): return writable(read, inner)
        default: return read
        }
    }

    @Test(arguments: Engines.all) func theSameChangeTwiceIsOneChange(engine: Engines) async throws {
        try await World.on(engine) { world in
            let place = try await PropertyWorld(world, seed: 23)
            for resource in place.resources {
                guard let address = try await made(resource, fill: true, place)?.address else { continue }
                for change in resource.changes {
                    var accepted = 0
                    for _ in 0..<Self.draws {
                        let schema = try #require(change.story.requestSchema)
                        let body = place.draws.body(schema, path: change.path, fill: false)
                        place.clock.advance(by: .seconds(60))
                        let once = try await place.client.call(change.method, address, body)
                        #expect(once.status < 500, "\(change.operation): \(body.text)")
                        guard (200..<300).contains(once.status) else { continue }
                        accepted += 1
                        let read = try await place.client.call(.get, address).json
                        place.clock.advance(by: .seconds(60))
                        let twice = try await place.client.call(change.method, address, body)
                        #expect(twice.json == once.json, "\(change.operation): \(body.text)")
                        #expect(try await place.client.call(.get, address).json == read, "\(change.operation)")
                    }
                    let isDrawable = !PropertyWorld.undrawable.contains(change.operation)
                    #expect(accepted > 0 || !isDrawable, "no drawn body was taken by \(change.operation)")
                }
            }
        }
    }

    @Test func anUnknownPropertyIsRefusedInEveryClosedBody() async throws {
        try await World.on(.sqlite) { world in
            let place = try await PropertyWorld(world, seed: 5)
            var asked = 0, items: [(path: String, address: String)] = []
            for resource in place.resources where resource.place == .item {
                let address = try await made(resource, fill: true, place)?.address
                if let address { items.append((resource.path, address)) }
            }
            for endpoint in place.endpoints {
                guard let schema = endpoint.story.requestSchema, !PropertyWorld.typed.contains(endpoint.operation),
                    endpoint.story.description?.contains("nothing can be added") != true
                else { continue }
                let item = items.filter { endpoint.path.hasPrefix($0.path) && place.filled(endpoint.path) == nil }
                    .max { $0.path.count < $1.path.count }
                let path = place.filled(
                    item.map { endpoint.path.replacing($0.path, with: $0.address) } ?? endpoint.path,
                    else: "0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c11")
                for body in Self.strangers(in: schema) {
                    let reply = try await place.client.call(endpoint.method, path, body)
                    let fields = (reply.json["invalid_parameters"]?.array ?? [])
                        .filter { $0["rule"] == "unknown_property" }.compactMap { $0["field"]?.string }
                    #expect(reply.status == 400, "\(endpoint.operation) answers \(reply.status) to \(body.text)")
                    #expect(
                        fields.count == 1 && fields[0].hasSuffix("zz_unknown"), "\(endpoint.operation): \(reply.text)")
                    asked += 1
                }
            }
            #expect(asked >= 60)
        }
    }

    /// A body for each closed object of the schema, with a property in it that nobody knows.
    private static func strangers(in schema: Schema) -> [JSON] {
        switch schema {
        case .object(_, let properties, let isClosed):
            let inner = properties.flatMap { property in
                strangers(in: property.schema).map { JSON.object([.init(property.name, $0)]) }
            }
            return (isClosed ? [["zz_unknown": true]] : []) + inner
        case .array(let item, _): return strangers(in: item).map { .array([$0]) }
        case .nullable(let inner), .named(_, let inner): return strangers(in: inner)
        case .oneOf(let choices): return choices.first.map { strangers(in: $0) } ?? []
        default: return []
        }
    }
}
