/// What an operation of the management APIs asks of its caller. Core decides; tests compare both for every role.
package indirect enum Need: Sendable, Equatable {
    case act(Act, ResourceKind)
    case all([Need])
    case any([Need])
    /// To be allowed to give roles on the resource that the body or the role names.
    case sharing
    /// Nothing, because the answer holds only what the caller may see.
    case filtered
    /// Nothing: it concerns the caller alone, or everybody who works here may know it.
    case anybody

    package static func portal(_ act: Act) -> Self { .act(act, .portals) }
    package static func api(_ act: Act) -> Self { .act(act, .apis) }
    package static func strategy(_ act: Act) -> Self { .act(act, .strategies) }
    package static func dcrProvider(_ act: Act) -> Self { .act(act, .dcrProviders) }
    package static func controlPlane(_ act: Act) -> Self { .act(act, .controlPlanes) }
    package static func organization(_ act: Act) -> Self { .act(act, .organization) }
    package static func auditLogs(_ act: Act) -> Self { .act(act, .auditLogs) }
}

/// What somebody meets who asks for an operation.
package enum Admission: Sendable, Equatable {
    case granted, forbidden
    /// The caller may not even know of the resource.
    case hidden
}

extension Need {
    /// What somebody with these roles meets. `any` answers like its last part.
    package func admission(of held: [HeldRole], sharing shared: ResourceKind = .portals) -> Admission {
        switch self {
        case .sharing:
            return Need.any([.organization(.managePeople), .act(.assignRoles, shared)]).admission(of: held)
        case .filtered, .anybody: return .granted
        case .act(let act, let kind): return AccessTable.admission(of: held, to: act, kind)
        case .all(let needs): return needs.lazy.map { $0.admission(of: held) }.first { $0 != .granted } ?? .granted
        case .any(let needs):
            let answers = needs.map { $0.admission(of: held) }
            return answers.contains(.granted) ? .granted : answers.last ?? .hidden
        }
    }
}

extension AccessTable {
    /// What somebody with these roles meets. Creating and the organization hide nothing.
    package static func admission(of held: [HeldRole], to act: Act, _ kind: ResourceKind) -> Admission {
        let acts = acts(held, on: kind)
        if acts.contains(act) { return .granted }
        let hidesNothing = act == .create || kind == .organization || kind == .auditLogs
        return hidesNothing || acts.contains(.view) ? .forbidden : .hidden
    }
}
