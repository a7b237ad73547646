package import Model
import Storage

/// The API that a portal opens with.
package enum FirstAPI: Sendable {
    /// One that exists.
    case existing(ID<API>)
    /// A new one, which a description describes.
    case described(SpecificationFile, fallbackName: String)
}

/// Opening a portal with its first API: both come to be, and the API is published, or nothing is done.
package struct PortalOpenings: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Opens a portal. What is wrong with the description is told of the field `spec`.
    package func open(_ draft: PortalDraft, with first: FirstAPI?, as actor: Actor) async throws -> Portal {
        let makePortal = try Portals(kernel).creation(of: draft, withContent: true, as: actor)
        let findAPI = try await api(first, as: actor)
        let publish = try Publications(kernel).publishing(PublicationDraft(), as: actor)
        let portal = try await kernel.database.write { tx in
            let portal = try makePortal(tx)
            if let id = try findAPI(tx) { _ = try publish(tx, id, portal.id) }
            return portal
        }
        kernel.gatewayBell.ring()
        return portal
    }

    private func api(
        _ first: FirstAPI?, as actor: Actor
    ) async throws -> @Sendable (Transaction) throws -> ID<API>? {
        switch first {
        case nil: return { _ in nil }
        case .existing(let id):
            return { tx in
                if try tx.apis.find(id) == nil {
                    throw Refusal.invalid("api", .missingReference, "This API was deleted: choose another")
                }
                return id
            }
        case .described(let file, let fallbackName):
            let create: @Sendable (Transaction) throws -> APIOverview
            do {
                let found = try APIs(kernel).preview(file.text, as: actor)
                var draft = APIDraft(name: found.title ?? fallbackName)
                (draft.specification, draft.archive) = (file.text, file.archive)
                create = try await APIs(kernel).creation(of: draft, as: actor)
            } catch {
                throw Self.ofDescription(error)
            }
            return { tx in
                do { return try create(tx).api.id } catch { throw Self.ofDescription(error) }
            }
        }
    }

    /// Gives what goes wrong the name of the field that the description came in.
    private static func ofDescription(_ error: any Error) -> any Error {
        switch error {
        case Refusal.conflict(let reason):
            Refusal.invalid("spec", .invalid, "\(reason): choose it from the list instead")
        case Refusal.invalid(let problems, let detail):
            Refusal.invalid(problems.map { FieldProblem("spec", $0.rule, $0.reason) }, detail: detail)
        default: error
        }
    }
}
