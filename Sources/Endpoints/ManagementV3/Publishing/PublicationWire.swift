import Core
import Model
import Web

/// Publications on the wire, alone and in lists.
enum PublicationWire {
    static let shape = Shape<Publication>("ApiPublication", fields { $0 })

    static let entry = Shape<PublicationEntry>(
        "ApiPublicationListItem",
        [.init("api_id") { $0.publication.apiID }, .init("portal_id") { $0.publication.portalID }, entityType]
            + fields(\.publication))

    static let portalEntry = Shape<PublicationEntry>(
        "PublicationListItem",
        [.init("api_id") { $0.publication.apiID }, .init("portal_ids") { [$0.publication.portalID] }, entityType]
            + fields(\.publication))

    private static let entityType = Shape<PublicationEntry>.Field("entity_type") { $0.kind.rawValue }

    private static func fields<Entity>(
        _ read: @escaping @Sendable (Entity) -> Publication
    ) -> [Shape<Entity>.Field] {
        [
            .init("visibility") { read($0).visibility },
            .init("auto_approve_registrations") { read($0).autoApproveRegistrations },
            .init("auth_strategy_ids") { entity -> [ID<AuthStrategy>]? in
                let ids = read(entity).strategyIDs
                return ids.isEmpty ? nil : ids
            },
            .init("warnings") { _ in [String]() }, .init("created_at") { read($0).createdAt },
            .init("updated_at") { read($0).updatedAt },
        ]
    }

    /// A package whose strategies are left open has none, where an API gets the portal's default.
    static func draft(_ body: inout BodyReader, of kind: API.Kind) -> PublicationDraft {
        body.ignore("warnings", "created_at", "updated_at")
        var draft = PublicationDraft()
        draft.visibility = body.optional("visibility", .choice())
        draft.autoApproveRegistrations = body.optional("auto_approve_registrations", .boolean) ?? false
        let ids: Change<[ID<AuthStrategy>]?> = body.nullableChange("auth_strategy_ids", .array(.id(), count: 1...1))
        draft.strategies =
            switch ids {
            case .unchanged: kind == .api ? .portalDefault : .none
            case .set(nil): .none
            case .set(let ids?): .some(ids)
            }
        return draft
    }
}
