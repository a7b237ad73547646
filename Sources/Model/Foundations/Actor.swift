/// Who asks for something. Every use case takes one and refuses by itself.
package enum Actor: Sendable, Equatable {
    /// An operator of the organisation, in the Console or with a token.
    case `operator`(ID<Operator>)
    /// An approved, signed-in developer of one portal.
    case developer(ID<Developer>, portal: ID<Portal>)
    /// Somebody unknown on one portal's host.
    case visitor(portal: ID<Portal>)
    /// The program itself: start-up, jobs, the command line.
    case system

    /// The operator's id; refuses everybody else. The program itself passes as nil.
    @discardableResult
    package func requireOperator() throws -> ID<Operator>? {
        switch self {
        case .operator(let id): id
        case .system: nil
        case .developer, .visitor: throw Refusal.notFound
        }
    }

    /// The developer's id; refuses visitors as unauthenticated.
    package func requireDeveloper(of portal: ID<Portal>) throws -> ID<Developer> {
        guard case .developer(let id, portal) = self else { throw Refusal.unauthenticated() }
        return id
    }
}
