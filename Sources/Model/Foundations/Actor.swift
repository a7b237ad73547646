/// Who asks for something. Every use case takes one and refuses by itself.
package enum Actor: Sendable, Equatable {
    /// An operator of the organisation, in the Console or with a token.
    case `operator`(ID<Operator>)
    /// A program of the organisation, with a token.
    case systemAccount(ID<SystemAccount>)
    /// An approved, signed-in developer of one portal.
    case developer(ID<Developer>, portal: ID<Portal>)
    /// Somebody unknown on one portal's host.
    case visitor(portal: ID<Portal>)
    /// The program itself: start-up, jobs, the command line.
    case system

    /// Refuses everybody who does not work for the organisation; asks for no role. `may` decides what they may do.
    package func requireOperator() throws {
        switch self {
        case .operator, .systemAccount, .system: return
        case .developer, .visitor: throw Refusal.notFound
        }
    }

    /// The id under which somebody of the organisation has roles; nil for everybody else and the program itself.
    package var principal: String? {
        switch self {
        case .operator(let id): id.text
        case .systemAccount(let id): id.text
        case .developer, .visitor, .system: nil
        }
    }

    /// The developer's id; refuses visitors as unauthenticated.
    package func requireDeveloper(of portal: ID<Portal>) throws -> ID<Developer> {
        guard case .developer(let id, portal) = self else { throw Refusal.unauthenticated() }
        return id
    }
}
