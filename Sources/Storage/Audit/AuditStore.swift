package import Model

extension Transaction {
    package var audit: AuditStore { AuditStore(tx: self) }
}

/// What was changed by whom; written in the transaction of the change together with its deliveries, never altered.
package struct AuditStore {
    let tx: Transaction

    package func record(_ event: AuditEvent) throws {
        let (kind, id, portal) = Self.columns(event.actor)
        try tx.run(
            .insert(
                "audit_events",
                [
                    "id": "\(event.id)", "at": "\(event.at)", "actor_kind": "\(kind)", "actor_id": "\(id)",
                    "action": "\(event.action)", "target_kind": "\(event.target.kind)",
                    "target_id": "\(event.target.id)", "portal_id": "\(event.portalID ?? portal)",
                    "address": "\(event.address)", "request_id": "\(event.requestID)", "details": "\(event.details)",
                ]))
        try tx.auditQueue.enqueue(event.id)
    }

    /// The newest events, of one portal or of all.
    package func recent(portal: ID<Portal>? = nil, limit: Int) throws -> [AuditEvent] {
        let condition: SQL = portal.map { "portal_id = \($0)" } ?? "TRUE"
        return try tx.all(
            "SELECT * FROM audit_events WHERE \(sql: condition) ORDER BY at DESC, id DESC LIMIT \(limit)"
        ).map(Self.event)
    }

    /// Newest first. The page knows whether there are more on either side.
    package func page(_ query: AuditQuery) throws -> AuditPage {
        var conditions = Self.conditions(query)
        if let after = query.after { conditions.append("(at, id) < (\(after.at), \(after.id))") }
        if let before = query.before { conditions.append("(at, id) > (\(before.at), \(before.id))") }
        let isBackwards = query.before != nil
        let order: SQL = isBackwards ? "at ASC, id ASC" : "at DESC, id DESC"
        let rows = try tx.all(
            """
            SELECT * FROM audit_events WHERE \(sql: .all(conditions))
            ORDER BY \(sql: order) LIMIT \(query.size + 1)
            """)
        let hasMore = rows.count > query.size
        var events = try rows.prefix(query.size).map { try Self.event($0) }
        if isBackwards { events.reverse() }
        return AuditPage(
            events: events, hasNewer: isBackwards ? hasMore : query.after != nil,
            hasOlder: isBackwards ? true : hasMore)
    }

    private static func conditions(_ query: AuditQuery) -> [SQL] {
        var conditions: [SQL] = []
        if let portal = query.portalID { conditions.append("portal_id = \(portal)") }
        if let actor = query.actorID { conditions.append("actor_id = \(actor)") }
        if let action = query.action { conditions.append("action = \(action)") }
        if let kind = query.targetKind { conditions.append("target_kind = \(kind)") }
        if let from = query.from { conditions.append("at >= \(from)") }
        if let to = query.to { conditions.append("at <= \(to)") }
        switch query.kind {
        case .authentication?: conditions.append("action IN \(list: AuditQuery.authenticationActions)")
        case .gatewayAccess?: conditions.append("1 = 0")
        case .authorization?: conditions.append("action NOT IN \(list: AuditQuery.authenticationActions)")
        case nil: break
        }
        return conditions
    }

    private static func columns(_ actor: Actor) -> (kind: String, id: String?, portal: ID<Portal>?) {
        switch actor {
        case .operator(let id): ("operator", id.text, nil)
        case .systemAccount(let id): ("system-account", id.text, nil)
        case .developer(let id, let portal): ("developer", id.text, portal)
        case .visitor(let portal): ("visitor", nil, portal)
        case .system: ("system", nil, nil)
        }
    }

    static func event(_ row: Row) throws -> AuditEvent {
        AuditEvent(
            id: try row.id("id"), at: try row.instant("at"), actor: try actor(row), action: try row.text("action"),
            target: AuditTarget(try row.text("target_kind"), try row.textOrNil("target_id") ?? ""),
            portalID: try row.idOrNil("portal_id"), address: try row.textOrNil("address"),
            requestID: try row.textOrNil("request_id"), details: try row.json("details"))
    }

    private static func actor(_ row: Row) throws -> Actor {
        switch try row.text("actor_kind") {
        case "operator": .operator(try row.id("actor_id"))
        case "system-account": .systemAccount(try row.id("actor_id"))
        case "developer": .developer(try row.id("actor_id"), portal: try row.id("portal_id"))
        case "visitor": .visitor(portal: try row.id("portal_id"))
        default: .system
        }
    }
}
