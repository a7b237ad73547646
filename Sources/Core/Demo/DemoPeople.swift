import Model
import Storage

/// Who is on the demo's portal, and what they build.
extension Demo {
    /// Makes developers, a team and applications; gives the key that was made for the demo's developer, if it was
    /// made just now.
    func people(on portal: Portal, apis: [API], password: String) async throws -> String? {
        let demo = try await developer(Self.email, named: "Dana Demo", .approved, on: portal)
        try await setPassword(password, of: demo)
        let amelia = try await developer(
            "amelia.hartmann@skybridge.example", named: "Amelia Hartmann", .approved, on: portal)
        _ = try await developer("joao.silva@wayfare.example", named: "João Silva", .pending, on: portal)
        _ = try await developer("priya.nair@tripwise.example", named: "Priya Nair", .pending, on: portal)
        _ = try await developer("lukas.berg@nordtravel.example", named: "Lukas Berg", .revoked, on: portal)
        let team = try await team([demo, amelia], on: portal)
        let mobile = try await application(
            "Contrail Mobile", "The app in passengers' pockets", .developer(demo.id), on: portal)
        for api in apis.dropLast() { try await register(mobile, for: api, .approved) }
        let portalID = portal.id
        let engine = try await application(
            "Skybridge Booking Engine", "Sells our seats on skybridge.example", .team(team.id), on: portal)
        for (api, status) in zip(apis, [Registration.Status.approved, .pending]) {
            try await register(engine, for: api, status)
        }
        for (application, day) in [(mobile, 7), (engine, 3)] {
            try await traffic(of: application, to: Array(apis.prefix(2)), days: day)
        }
        let owner = Actor.developer(demo.id, portal: portalID)
        let keys = try await product.credentials.list(of: mobile, on: portalID, ListQuery(), as: owner)
        guard keys.items.isEmpty else { return nil }
        return try await product.credentials.create("Demo key", for: mobile, on: portalID, as: owner).key
    }

    func developer(_ email: String, on portal: Portal) async throws -> Developer? {
        try await kernel.database.read { tx in try tx.developers.find(email: email, of: portal.id) }
    }

    private func developer(
        _ email: String, named name: String, _ status: Developer.Status, on portal: Portal
    ) async throws -> Developer {
        if let known = try await developer(email, on: portal) { return known }
        var draft = DeveloperDraft(email: email, fullName: name)
        draft.status = status
        return try await product.developers.create(draft, on: portal.id, as: .system)
    }

    private func setPassword(_ password: String, of developer: Developer) async throws {
        if developer.passwordHash != nil { return }
        let hash = try await product.developers.passwords.hash(password), now = kernel.now
        try await kernel.database.write { tx in
            guard var developer = try tx.developers.find(developer.id, of: developer.portalID) else { return }
            developer.passwordHash = hash
            developer.emailVerifiedAt = now
            try tx.developers.update(developer)
        }
    }

    private func team(_ members: [Developer], on portal: Portal) async throws -> Team {
        let name = "Skybridge Travel"
        let known = try await kernel.database.read { tx in
            try tx.teams.all(on: portal.id).first { $0.name == name }
        }
        let draft = TeamDraft(name: name, description: "Our largest travel partner", canOwnApplications: true)
        let team =
            if let known { known } else { try await product.teams.create(draft, on: portal.id, as: .system) }
        for member in members {
            let isIn = try await kernel.database.read { tx in try tx.teams.contains(member.id, in: team.id) }
            if !isIn { try await product.teams.add(member.id, to: team.id, on: portal.id, as: .system) }
        }
        let hasRole = try await kernel.database.read { tx in try !tx.teamRoles.all(of: team).isEmpty }
        if !hasRole {
            let role = TeamRoleDraft(name: .consumer, scope: .everyAPI)
            _ = try await product.teams.assign(role, to: team.id, on: portal.id, as: .system)
        }
        return team
    }

    private func application(
        _ name: String, _ description: String, _ owner: Application.Owner, on portal: Portal
    ) async throws -> ID<Application> {
        let known = try await product.applications.list(on: portal.id, ListQuery(), as: .system)
        if let known = known.items.first(where: { $0.application.name == name }) { return known.id }
        var draft = ApplicationDraft(name: name, description: description)
        draft.owner = owner
        return try await product.applications.create(draft, on: portal.id, as: .system).id
    }

    private func register(
        _ application: ID<Application>, for api: API, _ status: Registration.Status
    ) async throws {
        guard let portal = try await found() else { return }
        let known = try await kernel.database.read { tx in try tx.registrations.apis(of: application) }
        if known.contains(api.id) { return }
        _ = try await product.registrations.create(
            api.id, for: application, on: portal.id, status: status, as: .system)
    }
}

/// What the applications have called.
extension Demo {
    /// Usage of the last days, with the rhythm of a day; counted once, however often it is asked for.
    private func traffic(of application: ID<Application>, to apis: [API], days: Int) async throws {
        let plane = try await product.controlPlanes.ensureBuiltIn().id
        let thisHour = kernel.now.milliseconds / 3_600_000
        var rollups: [GatewayUsage.Rollup] = []
        for (index, api) in apis.enumerated() {
            for hour in 1...Int64(days * 24) {
                rollups += Self.hour(thisHour - hour, of: application, api.id, scale: Int64(3 - index))
            }
        }
        let batch = GatewayUsage(id: "demo-\(application)", rollups: rollups, dropped: 0)
        try await product.gatewayPublisher.report(batch, of: plane)
    }

    private static func hour(
        _ hour: Int64, of application: ID<Application>, _ api: ID<API>, scale: Int64
    ) -> [GatewayUsage.Rollup] {
        // Quiet nights, busy evenings, and a little noise that is the same at every start.
        let rhythm: [Int64] = [2, 1, 1, 1, 2, 4, 8, 14, 18, 20, 19, 18, 20, 19, 17, 18, 21, 25, 28, 30, 26, 18, 9, 4]
        let noise = (hour &* 7_919 &+ scale &* 104_729) % 7
        let calls = rhythm[Int(hour % 24)] * scale + noise
        let failures: [(status: Int, count: Int64)] = [(404, calls / 18), (401, calls / 40), (503, noise == 6 ? 1 : 0)]
        let all = [(status: 200, count: calls)] + failures
        return all.filter { $0.count > 0 }.map { status, count in
            let key = GatewayUsage.Key(
                minute: hour * 60 + noise, apiID: api, applicationID: application, status: status)
            return GatewayUsage.Rollup(
                key: key, requests: count, latencyMicroseconds: count * (18_000 + noise * 1_300),
                slowestMicroseconds: 64_000 + noise * 9_000, requestBytes: count * 420, responseBytes: count * 2_900)
        }
    }
}
