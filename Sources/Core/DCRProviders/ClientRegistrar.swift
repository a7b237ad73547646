import Foundation
import Model
import Storage

/// A client at an identity provider, as it was just registered: its secret is here and nowhere else.
package struct RegisteredClient: Sendable, Equatable {
    package let id: String
    package let secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

/// Registers clients for applications at a DCR provider, over its HTTP bridge. Whatever the bridge does not answer with
/// success is a refusal with its reason.
struct ClientRegistrar: Sendable {
    private static let keyHeader = "X-API-KEY"

    let kernel: Kernel

    /// The provider of a strategy, when clients are registered there.
    static func provider(of strategy: AuthStrategy, _ tx: Transaction) throws -> DCRProvider? {
        guard let reference = strategy.dcrProvider, reference.kind.registersClients else { return nil }
        return try tx.dcrProviders.find(reference.id)
    }

    func register(
        _ draft: ApplicationDraft, of owner: Application.Owner?, on portal: ID<Portal>?, at provider: DCRProvider
    ) async throws -> RegisteredClient {
        var developer: String?
        if case .developer(let id)? = owner { developer = id.text }
        let organization = try await Portals(kernel).organizationID()
        let body: JSON = [
            "client_name": .string(draft.name),
            "redirect_uris": .array([draft.redirectURI].compactMap { $0.map(JSON.string) }),
            "grant_types": draft.redirectURI == nil
                ? ["client_credentials"] : ["client_credentials", "authorization_code", "refresh_token"],
            "token_endpoint_auth_method": "client_secret_basic",
            "application_description": .string(draft.description ?? ""),
            "portal_id": .string(portal?.text ?? ""), "organization_id": .string(organization),
            "developer_id": .string(developer ?? ""),
        ]
        return try Self.client(await call("POST", "/", body, at: provider))
    }

    /// A client that is gone already is fine.
    func remove(_ client: String, at provider: DCRProvider) async throws {
        _ = try await call("DELETE", "/\(Self.segment(client))", nil, at: provider, alsoFine: [404, 410])
    }

    /// The old secret ends.
    func newSecret(of client: String, at provider: DCRProvider) async throws -> RegisteredClient {
        let answer = try await call("POST", "/\(Self.segment(client))/new-secret", [:], at: provider)
        let made = try Self.client(answer)
        guard made.id == client else { throw Self.refusal("it answered about another client") }
        return made
    }

    /// Tells of what happened to a client's application. A client that is gone already is fine.
    func tell(_ event: JSON, about client: String, at provider: DCRProvider) async throws {
        let path = "/\(Self.segment(client))/event-hook"
        _ = try await call("POST", path, event, at: provider, alsoFine: [404, 410])
    }

    private func call(
        _ method: String, _ path: String, _ body: JSON?, at provider: DCRProvider, alsoFine: Set<Int> = []
    ) async throws -> JSON {
        guard let base = provider.configuration.baseURL, let sealed = provider.sealedSecret,
            let key = kernel.vault.open(sealed)
        else { throw Self.refusal("it has no address, or its key was sealed under another master key") }
        var headers = [(Self.keyHeader, key), ("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let root = base.hasSuffix("/") ? String(base.dropLast()) : base
        let call = OutgoingCall(method, root + path, headers: headers, body: Array((body?.text ?? "").utf8))
        let answer: OutgoingCallAnswer
        do {
            answer = try await kernel.calls.perform(call)
        } catch let failure as OutgoingCallFailure {
            throw Self.refusal(failure.description)
        }
        let json = (try? JSON(parsing: String(decoding: answer.body, as: UTF8.self))) ?? .null
        guard (200..<300).contains(answer.status) || alsoFine.contains(answer.status) else {
            let reason = json["error_description"]?.string ?? json["error"]?.string
            throw Self.refusal(reason.map { String($0.prefix(200)) } ?? "it answered \(answer.status)")
        }
        return json
    }

    private static func client(_ answer: JSON) throws -> RegisteredClient {
        guard let id = answer["client_id"]?.string, let secret = answer["client_secret"]?.string,
            Application.clientIDRule.problem("client_id", id) == nil, (1...255).contains(secret.utf8.count)
        else { throw refusal("it gave no client") }
        return RegisteredClient(id: id, secret: secret)
    }

    private static func refusal(_ reason: String) -> Refusal {
        .invalid("auth_strategy_id", .invalid, "The identity provider did not do it: \(reason)")
    }

    /// A client id that came from the provider, as one step of a path.
    private static func segment(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 0x2D
                || byte == 0x5F
            let digits = String(byte, radix: 16, uppercase: true)
            result += isPlain ? String(UnicodeScalar(byte)) : byte < 16 ? "%0\(digits)" : "%\(digits)"
        }
        return result
    }
}
