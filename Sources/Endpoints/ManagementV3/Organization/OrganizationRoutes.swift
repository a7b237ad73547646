package import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
package import Web

/// The organization itself and its settings, `/v3/organizations`: tokens, and from where it is open.
package struct OrganizationRoutes {
    private let organizations: Organizations
    private let operators: Operators
    private let token: Shape<PersonalAccessToken>

    package init(_ product: Product) {
        organizations = product.organizations
        operators = product.operators
        token = OperatorWire.token(product.operators)
    }

    private static let one = "/v3/organizations/{organizationId}"

    package var endpoints: [Endpoint<OperatorCaller>] { general + policies + allowList }

    private var general: [Endpoint<OperatorCaller>] {
        [
            .get(
                "/v3/organizations/me", "get-organizations-me", needs: .anybody,
                story: EndpointStory(summary: "Get one's own organization", answer: .map(.anything)), me),
            .get(
                "/v3/available-regions", "list-available-regions", needs: .anybody,
                story: EndpointStory(summary: "List regions: there is one", answer: .map(.anything))
            ) { _ in
                .json(["regions": ["stable": ["us"], "beta": []]])
            },
            .get(
                "/v3/organizations/impersonation", "get-impersonation-settings",
                needs: .organization(.viewSettings),
                story: EndpointStory(summary: "Get the impersonation settings", answer: .map(.boolean))
            ) { call in
                .json(["enabled": .bool(try await organizations.isImpersonationAllowed(as: call.caller.actor))])
            },
            .patch(
                "/v3/organizations/impersonation", "update-impersonation-settings",
                needs: .organization(.manageSettings),
                story: EndpointStory(
                    summary: "Update the impersonation settings", body: { _ = $0.optional("enabled", .boolean) },
                    isOpenBody: true, answer: .map(.boolean)), setImpersonation),
        ]
    }

    private var policies: [Endpoint<OperatorCaller>] {
        [
            .get(
                Self.one + "/personal-access-tokens", "list-organizations-personal-access-tokens",
                needs: .organization(.viewAccounts),
                story: EndpointStory(summary: "List everybody's tokens", answer: .map(.anything)),
                listTokens),
            .get(
                Self.one + "/personal-access-token-settings", "get-organizations-personal-access-token-settings",
                needs: .organization(.viewSettings),
                story: EndpointStory(summary: "Get what tokens may be", answer: .map(.anything))
            ) { call in
                let policy = try await operators.tokenPolicy(as: call.caller.actor)
                try await requireMine(call, else: .forbidden())
                return .json(Self.json(policy))
            },
            .patch(
                Self.one + "/personal-access-token-settings", "update-personal-access-token-settings",
                needs: .organization(.manageSettings),
                story: EndpointStory(
                    summary: "Update what tokens may be", body: { _ = Self.policy(&$0) }, answer: .map(.anything))
            ) { call in
                let (isEnabled, days) = try await call.body { Self.policy(&$0) }
                try await requireMine(call, else: .forbidden())
                return .json(
                    Self.json(
                        try await operators.setTokenPolicy(
                            isEnabled: isEnabled, days: days, as: call.caller.actor)))
            },
        ]
    }

    private var allowList: [Endpoint<OperatorCaller>] {
        let path = Self.one + "/ip-allow-list"
        return [
            .get(
                path, "get-ip-allow-list", needs: .organization(.viewSettings),
                story: EndpointStory(summary: "Get from where the organization is open", answer: .map(.anything))
            ) { call in
                let list = try await organizations.allowList(as: call.caller.actor)
                try await requireMine(call)
                guard let list else { throw Refusal.notFound }
                return .json(Self.json(list))
            },
            .put(
                path, "put-ip-allow-list", needs: .organization(.manageSettings),
                story: EndpointStory(
                    summary: "Set from where the organization is open", body: { _ = Self.wholeList(&$0) },
                    answer: .map(.anything), successStatus: 201)
            ) { call in
                let (isEnabled, networks) = try await call.body { Self.wholeList(&$0) }
                return try await setList(call, isEnabled, networks, status: .created)
            },
            .patch(
                path, "patch-ip-allow-list", needs: .organization(.manageSettings),
                story: EndpointStory(
                    summary: "Update from where the organization is open", body: { _ = Self.partOfList(&$0) },
                    answer: .map(.anything))
            ) { call in
                let (isEnabled, networks) = try await call.body { Self.partOfList(&$0) }
                return try await setList(call, isEnabled, networks, status: .ok)
            },
        ]
    }
}

extension OrganizationRoutes {
    private func me(_ call: Call<OperatorCaller>) async throws -> Reply {
        let organization = try await organizations.mine(as: call.caller.actor)
        return .json([
            "id": .string(organization.id), "name": "Portico", "owner_id": .string(organization.id),
            "login_path": "portico", "created_at": organization.createdAt.wire,
            "updated_at": organization.createdAt.wire, "state": "active", "retention_period_days": 90,
        ])
    }

    private func setImpersonation(_ call: Call<OperatorCaller>) async throws -> Reply {
        let actor = call.caller.actor
        let wanted = try await call.body(isClosed: false) { $0.optional("enabled", .boolean) }
        let isAllowed = try await organizations.setImpersonationAllowed(wanted, as: actor)
        return .json(["enabled": .bool(isAllowed)])
    }

    /// There is one organization: every other id names none, which the contract tells in two ways.
    private func requireMine(_ call: Call<OperatorCaller>, else refusal: Refusal = .notFound) async throws {
        let mine = try await organizations.mine(as: call.caller.actor)
        guard try call.text("organizationId").lowercased() == mine.id else { throw refusal }
    }

    private func setList(
        _ call: Call<OperatorCaller>, _ isEnabled: Bool?, _ networks: [String]?, status: HTTPResponse.Status
    ) async throws -> Reply {
        try await requireMine(call)
        let address = call.origin.address
        let list = try await organizations.setAllowList(
            isEnabled: isEnabled, networks: networks, from: address, as: call.caller.actor)
        return .json(Self.json(list), status: status)
    }

    private func listTokens(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try TokenListQuery(call.rawQuery)
        var found = try await operators.allTokens(query.filter, limit: query.size + 1, as: call.caller.actor)
        try await requireMine(call, else: .forbidden())
        let isBack = if case .before = query.filter.place { true } else { false }
        let hasMore = found.count > query.size
        if hasMore { if isBack { found.removeFirst() } else { found.removeLast() } }
        let path = call.request.uri.path
        let next = (hasMore || isBack) ? found.last.map { query.link(path, "after", $0) } : nil
        let isLater = query.filter.place != .start
        let previous = (isBack ? hasMore : isLater) ? found.first.map { query.link(path, "before", $0) } : nil
        return .json([
            "data": .array(found.map(token.json)),
            "meta": ["size": .integer(Int64(query.size)), "next": next.wire, "previous": previous.wire],
        ])
    }

    private static func policy(_ body: inout BodyReader) -> (Bool?, Int?) {
        (
            body.optional("pats_enabled", .boolean),
            body.optional("max_expiration_period_days", .integer(TokenPolicy.days))
        )
    }

    private static func json(_ policy: TokenPolicy) -> JSON {
        [
            "pats_enabled": .bool(policy.isEnabled),
            "max_expiration_period_days": .integer(Int64(policy.longestLifeInDays)),
        ]
    }

    private static var networks: ValueReader<[String]> {
        .array(.text(TextRule(1...50)), count: 0...OrganizationAllowList.maximumCount)
    }

    private static func wholeList(_ body: inout BodyReader) -> (Bool?, [String]?) {
        (
            body.required("enabled", .boolean),
            body.required("allowed_ips", .array(.text(TextRule(1...50)), count: 1...OrganizationAllowList.maximumCount))
        )
    }

    private static func partOfList(_ body: inout BodyReader) -> (Bool?, [String]?) {
        (body.optional("enabled", .boolean), body.optional("allowed_ips", networks))
    }

    private static func json(_ list: OrganizationAllowList) -> JSON {
        ["enabled": .bool(list.isEnabled), "allowed_ips": .array(list.networks.map(JSON.string))]
    }
}

/// Which page of everybody's tokens a query string asks for.
private struct TokenListQuery {
    var filter = TokenFilter()
    var size = 10

    init(_ parameters: [(name: String, value: String?)]) throws {
        var problems: [FieldProblem] = []
        for (name, value) in parameters {
            switch name {
            case "page[size]":
                size = value.flatMap { Int($0) } ?? 0
                if !(1...PageRequest.maximumSize).contains(size) {
                    problems.append(.init(name, .isNumber, "\"\(name)\" must be from 1 to 100", source: .query))
                }
            case "page[after]":
                if let (at, id) = value.flatMap(Self.place) { filter.place = .after(at, id) }
            case "page[before]":
                if let (at, id) = value.flatMap(Self.place) { filter.place = .before(at, id) }
            case "filter[state]", "filter[state][eq]":
                filter.state = value.flatMap(PersonalAccessToken.State.init)
                if filter.state == nil {
                    let choices = PersonalAccessToken.State.allCases.map(\.rawValue)
                    problems.append(
                        .init(name, .oneOf(choices), "must be one of \(choices)", source: .query))
                }
            case "filter[user_id]", "filter[user_id][eq]":
                filter.operatorID = value.flatMap { ID($0) }
                if filter.operatorID == nil {
                    problems.append(.init(name, .isUUID, "\"\(name)\" must be a valid UUID", source: .query))
                }
            default:
                guard name.hasPrefix("filter") else { continue }
                problems.append(.init(name, .unknownProperty, "\"\(name)\" is not allowed", source: .query))
            }
        }
        try Refusal.check(problems)
    }

    /// Path and query of the page on one side of a token.
    func link(_ path: String, _ side: String, _ token: PersonalAccessToken) -> String {
        let cursor = Data("\(token.createdAt.milliseconds) \(token.id)".utf8).base64EncodedString()
        var link = "\(path)?page[\(side)]=\(QueryString.encoded(cursor))&page[size]=\(size)"
        if let state = filter.state { link += "&filter[state][eq]=\(state.rawValue)" }
        if let id = filter.operatorID { link += "&filter[user_id][eq]=\(id)" }
        return link
    }

    private static func place(_ cursor: String) -> (Instant, ID<PersonalAccessToken>)? {
        guard let data = Data(base64Encoded: cursor) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let at = Int64(parts[0]), let id = ID<PersonalAccessToken>(String(parts[1])) else {
            return nil
        }
        return (Instant(milliseconds: at), id)
    }
}
