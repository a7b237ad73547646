import Core
import HTTPTypes
package import Hummingbird
package import Model

/// How many requests a minute are served, of one token, of one address, and of one address to the forms that make or
/// open accounts. Nil is without bounds.
package struct RateLimitSettings: Sendable, Equatable {
    package var perToken: Int?
    package var perAddress: Int?
    package var formsPerAddress: Int?

    package init(perToken: Int? = 6_000, perAddress: Int? = 12_000, formsPerAddress: Int? = 120) {
        self.perToken = perToken
        self.perAddress = perAddress
        self.formsPerAddress = formsPerAddress
    }
}

/// The buckets of one process; both hosts share them.
package struct RateLimitBuckets: Sendable {
    let perToken: RateLimiter?
    let perAddress: RateLimiter?
    let formsPerAddress: RateLimiter?

    package init(_ settings: RateLimitSettings, clock: @escaping @Sendable () -> Instant) {
        perToken = settings.perToken.map { RateLimiter(limit: $0, clock: clock) }
        perAddress = settings.perAddress.map { RateLimiter(limit: $0, clock: clock) }
        formsPerAddress = settings.formsPerAddress.map { RateLimiter(limit: $0, clock: clock) }
    }
}

/// Lets through what the buckets allow, and says on each answer of an API what is left.
package struct RateLimits: RouterMiddleware {
    package typealias Context = AppContext

    private let buckets: RateLimitBuckets
    private let proxies: TrustedProxies
    private let fallback: Fallback

    /// Refusals look like those of the fallback.
    package init(_ buckets: RateLimitBuckets, proxies: TrustedProxies, fallback: Fallback) {
        self.buckets = buckets
        self.proxies = proxies
        self.fallback = fallback
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let verdicts = verdicts(request, context)
        guard let tightest = verdicts.min(by: { Self.share($0) < Self.share($1) }) else {
            return try await next(request, context)
        }
        var response: Response
        if let refused = verdicts.first(where: { !$0.isAllowed }) {
            let refusal = Refusal.tooMany("Too many requests. Try again later.", retryAfter: refused.wait.roundedUp)
            response = await fallback.present(refusal, request, context)
            describe(refused, on: &response)
        } else {
            response = try await next(request, context)
            describe(tightest, on: &response)
        }
        return response
    }

    private func verdicts(_ request: Request, _ context: AppContext) -> [RateLimiter.Verdict] {
        let path = request.uri.path, isForm = request.method == .post && Self.isAccountForm(path)
        guard isForm || Fallback.isAPI(path) else { return [] }
        lazy var address = proxies.origin(of: request.head, peer: context.peer?.ipAddress).throttleKey
        var verdicts: [RateLimiter.Verdict] = []
        if isForm, let bucket = buckets.formsPerAddress { verdicts.append(bucket.take(address)) }
        if Fallback.isAPI(path) {
            if let bucket = buckets.perAddress { verdicts.append(bucket.take(address)) }
            if let bucket = buckets.perToken, let token = Self.token(request) {
                verdicts.append(bucket.take(Self.key(token)))
            }
        }
        return verdicts
    }

    // Without the scheme, whose letters may be of either case: each spelling would have a bucket of its own.
    private static func token(_ request: Request) -> String? {
        request.headers[.authorization].map { $0.split(separator: " ").last.map(String.init) ?? "" }
            ?? request.cookieValue(SessionCookies.access)
    }

    /// What stands for a token in memory: its hash, never itself.
    private static func key(_ token: String) -> String {
        Secret.hash(token).prefix(16).map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// Forms and operations by which accounts are made, opened and recovered.
    static func isAccountForm(_ path: String) -> Bool {
        accountForms.contains(path) || path.hasPrefix("/api/") && accountOperations.contains { path.hasSuffix($0) }
    }

    private static let accountForms: Set = [
        "/login", "/register", "/forgot-password", "/reset-password", "/setup", "/sign-in", "/verify-email",
        "/invitation", "/account/password",
    ]
    private static let accountOperations = [
        "/developer", "/developer/authenticate", "/developer/forgot-password", "/developer/reset-password",
        "/developer/verify-email",
    ]

    private static func share(_ verdict: RateLimiter.Verdict) -> Double {
        Double(verdict.remaining) / Double(max(1, verdict.limit))
    }

    private func describe(_ verdict: RateLimiter.Verdict, on response: inout Response) {
        response.headers[.rateLimit] = String(verdict.limit)
        response.headers[.rateLimitRemaining] = String(verdict.remaining)
        response.headers[.rateLimitReset] = String(verdict.reset.roundedUp.components.seconds)
        response.headers[.rateLimitPolicy] = "\(verdict.limit);w=60"
        if !verdict.isAllowed {
            response.headers[.retryAfterSeconds] = String(max(1, verdict.wait.roundedUp.components.seconds))
        }
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimit = fixed("ratelimit-limit")
    fileprivate static let rateLimitRemaining = fixed("ratelimit-remaining")
    fileprivate static let rateLimitReset = fixed("ratelimit-reset")
    fileprivate static let rateLimitPolicy = fixed("ratelimit-policy")
}

extension Duration {
    /// Whole seconds, never less.
    fileprivate var roundedUp: Duration {
        let parts = components
        return .seconds(parts.attoseconds > 0 ? parts.seconds + 1 : parts.seconds)
    }
}
