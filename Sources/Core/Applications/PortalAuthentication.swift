import Model
import Storage

extension Portals {
    /// Refuses `notFound` for a portal that does not authenticate developers: nothing of theirs exists there.
    static func requireAuthentication(on portal: ID<Portal>, _ tx: Transaction) throws {
        guard try tx.portals.find(portal)?.authenticationEnabled == true else { throw Refusal.notFound }
    }
}
