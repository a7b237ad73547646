import Core
import Endpoints
import Model
import TestKit
import Testing
import Web

/// A house rule: the route table of the management APIs says what each operation asks of its caller.
@Suite struct DeclarationHouseTests {
    @Test func everyManagementOperationDeclaresWhatItNeeds() async throws {
        try await World.on(.sqlite) { world in
            let silent = ManagementAPI.endpoints(world.product).filter { $0.needs == nil }.map(\.operation)
            #expect(silent == [], "Add needs: to these routes; CONTRIBUTING.md says how")
        }
    }

    @Test func everyRoleOfTheTableHasANameOfItsOwn() {
        let names = AccessTable.roles.map { HeldRole($0.kind, $0.name) }
        #expect(Set(names).count == names.count)
        #expect(AccessTable.roles.allSatisfy { !$0.acts.isEmpty })
    }
}
