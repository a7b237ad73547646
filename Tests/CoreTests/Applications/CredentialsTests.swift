import Core
import Model
import Storage
import TestKit
import Testing

@Suite struct CredentialsTests {
    @Test(arguments: Engines.all) func thereAreNeverMoreThanTwentyKeys(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let made = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        let issued = try? await world.product.credentials.create(
                            nil, for: shop.id, on: home.portal.id, as: home.ada)
                        return issued != nil
                    }
                }
                return await group.reduce(into: 0) { count, isMade in count += isMade ? 1 : 0 }
            }
            let keys = try await world.product.credentials.list(
                of: shop.id, on: home.portal.id, ListQuery(), as: home.ada)
            #expect(made <= Credential.limitPerApplication)
            #expect(keys.total == made)
            var last: Refusal?
            for _ in 0...Credential.limitPerApplication - made {
                do {
                    _ = try await world.product.credentials.create(
                        nil, for: shop.id, on: home.portal.id, as: home.ada)
                } catch let refusal as Refusal {
                    last = refusal
                }
            }
            #expect(last == .forbidden("Maximum number of Credentials exceeded. Max Allowed: 20"))
        }
    }

    @Test func aKeyExpiresAsItsStrategySaysAndKeepsItsExpiryWhenThatChanges() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            var change = AuthStrategyChange()
            change.configuration = .keyAuth(keyNames: .unchanged, timeToLive: .set(TimeToLive(30, .days)))
            _ = try await world.product.strategies.update(home.strategy, change, as: world.root)
            let issued = try await world.product.credentials.create(
                nil, for: shop.id, on: home.portal.id, as: home.ada)
            #expect(issued.credential.expiresAt == world.clock.now + .days(30))
            change.configuration = .keyAuth(keyNames: .unchanged, timeToLive: .set(nil))
            _ = try await world.product.strategies.update(home.strategy, change, as: world.root)
            let kept = try await world.product.credentials.find(
                issued.credential.id, of: shop.id, on: home.portal.id, as: home.ada)
            #expect(kept.expiresAt == issued.credential.expiresAt)
            #expect(world.product.credentials.status(of: kept) == .active)
            world.clock.advance(by: .days(30))
            #expect(world.product.credentials.status(of: kept) == .expired)
        }
    }

    @Test func sendingTheFormTwiceMakesOneKey() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let id = ID<Credential>(stored: world.product.applications.newID().text)
            _ = try await world.product.credentials.create(
                nil, for: shop.id, on: home.portal.id, id: id, as: home.ada)
            await #expect(throws: Refusal.conflict("This key has been created already")) {
                _ = try await world.product.credentials.create(
                    nil, for: shop.id, on: home.portal.id, id: id, as: home.ada)
            }
            let other = try await home.application("Other")
            await #expect(throws: Refusal.conflict("This key has been created already")) {
                _ = try await world.product.credentials.create(
                    nil, for: other.id, on: home.portal.id, id: id, as: home.ada)
            }
        }
    }

    @Test func operatorsSeeKeysAndCannotMakeOrTakeThem() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let issued = try await world.product.credentials.create(
                "Production", for: shop.id, on: home.portal.id, as: home.ada)
            let (account, _) = try await world.account()
            let root = Actor.operator(account.id)
            let keys = try await world.product.credentials.list(
                of: shop.id, on: home.portal.id, ListQuery(), as: root)
            #expect(keys.items.map(\.displayName) == ["Production"])
            await #expect(throws: Refusal.unauthenticated()) {
                _ = try await world.product.credentials.create(nil, for: shop.id, on: home.portal.id, as: root)
            }
            await #expect(throws: Refusal.unauthenticated()) {
                try await world.product.credentials.delete(
                    issued.credential.id, of: shop.id, on: home.portal.id, as: root)
            }
        }
    }
}

@Suite struct StrategiesTests {
    @Test(arguments: Engines.all) func theBuiltInStrategyIsMadeOnceAndStays(engine: Engines) async throws {
        try await World.on(engine) { world in
            let first = try await world.product.strategies.ensureBuiltIn()
            let second = try await world.product.strategies.ensureBuiltIn()
            #expect(first == second)
            let strategy = try await world.product.strategies.find(first, as: world.root)
            #expect(strategy.name == "key-auth")
            #expect(strategy.keyAuth?.keyNames == ["apikey"])
            await #expect(throws: Refusal.conflict("The built-in strategy cannot be deleted")) {
                try await world.product.strategies.delete(first, as: world.root)
            }
        }
    }

    @Test func aStrategyInUseStays() async throws {
        try await World.on(.sqlite) { world in
            let draft = AuthStrategyDraft(name: "keys", displayName: "Keys", kind: .keyAuth(KeyAuth()))
            let strategy = try await world.product.strategies.create(draft, as: world.root)
            let portal = try await world.portal { $0.defaultStrategyID = .set(strategy.id) }
            await #expect(throws: Refusal.conflict("The strategy is the default of a portal")) {
                try await world.product.strategies.delete(strategy.id, as: world.root)
            }
            _ = try await ApplicationWorld.publish("Flights", on: portal, world)
            await #expect(throws: Refusal.conflict("The strategy is in use by published APIs")) {
                try await world.product.strategies.delete(strategy.id, as: world.root)
            }
            #expect(try await world.product.strategies.find(strategy.id, as: world.root).isActive)
        }
    }
}
