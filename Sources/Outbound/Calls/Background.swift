import CCurl
import Foundation

/// Work that blocks, away from the threads that serve requests.
enum Background {
    private static let queue = DispatchQueue(label: "portico.outbound", attributes: .concurrent)

    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

/// libcurl wants to be set up once, before any thread uses it.
enum CurlLibrary {
    static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
}
