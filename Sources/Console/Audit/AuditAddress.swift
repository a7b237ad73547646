import Model

extension ConsoleAddress {
    /// The addresses of the audit log and of its sending.
    var auditPath: String? {
        let log = "/organization/audit-log", destinations = log + "/destinations"
        switch self {
        case .auditLog: return log
        case .auditSending(.organization): return log + "/sending"
        case .auditSending(.portal(let portal)): return "/portals/\(portal)/settings/audit-log"
        case .auditReplay(let scope): return Self.auditSending(scope).path + "/replay"
        case .newAuditDestination: return destinations + "/new"
        case .auditDestination(let id): return "\(destinations)/\(id)"
        case .deleteAuditDestination(let id): return "\(destinations)/\(id)/delete"
        default: return nil
        }
    }
}
