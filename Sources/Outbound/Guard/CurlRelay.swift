import CCurl
package import Core
import Glibc
import Model
import Synchronization

/// Calls servers for the relay, through libcurl: each address is looked at when it is about to be connected to, so a
/// name that changes its mind gains nothing.
package final class CurlRelay: RelayCaller {
    package struct Limits: Sendable {
        package var answerBytes = 16 << 20
        package var connectSeconds = 10
        package var totalSeconds = 90
        /// How many calls run at once.
        package var calls = 32

        package init() {}
    }

    private let addresses: AddressGuard
    private let limits: Limits
    private let running = Mutex(0)

    package init(_ addresses: AddressGuard, limits: Limits = Limits()) {
        _ = CurlLibrary.isReady
        self.addresses = addresses
        self.limits = limits
    }

    package func call(_ request: RelayRequest) async throws -> RelayAnswer {
        let isFree = running.withLock { count in
            if count >= limits.calls { return false }
            count += 1
            return true
        }
        guard isFree else { throw Refusal.unavailable("Too many requests are being sent. Try again in a moment.") }
        let exchange = CurlExchange(request, addresses, limits)
        return try await withCheckedThrowingContinuation { continuation in
            exchange.wait(continuation)
            Task { [self] in
                try? await Background.run { exchange.perform() }
                running.withLock { $0 -= 1 }
            }
        }
    }
}

/// One call: libcurl's callbacks run on the thread that performs it, the body goes to whoever reads it.
private final class CurlExchange: Sendable {
    private struct State {
        var continuation: CheckedContinuation<RelayAnswer, any Error>?
        var status = 0
        var reason = ""
        var headers: [RelayRequest.Header] = []
        var isBegun = false
        var isRefused = false
        var isTooLarge = false
        var isAbandoned = false
        var count = 0
    }

    private let request: RelayRequest
    private let addresses: AddressGuard
    private let limits: CurlRelay.Limits
    private let state = Mutex(State())
    private let body: AsyncThrowingStream<[UInt8], any Error>
    private let bytes: AsyncThrowingStream<[UInt8], any Error>.Continuation

    init(_ request: RelayRequest, _ addresses: AddressGuard, _ limits: CurlRelay.Limits) {
        self.request = request
        self.addresses = addresses
        self.limits = limits
        (body, bytes) = AsyncThrowingStream.makeStream()
    }

    func wait(_ continuation: CheckedContinuation<RelayAnswer, any Error>) {
        state.withLock { $0.continuation = continuation }
        bytes.onTermination = { [weak self] _ in self?.state.withLock { $0.isAbandoned = true } }
    }

    func perform() {
        guard let handle = curl_easy_init() else { return finish(CURLE_OUT_OF_MEMORY) }
        defer { curl_easy_cleanup(handle) }
        var list: UnsafeMutablePointer<curl_slist>?
        // Without these libcurl adds headers of its own.
        let lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in lines + ["Expect:", "Accept-Encoding:"] + (hasType ? [] : ["Content-Type:"]) {
            list = curl_slist_append(list, line)
        }
        defer { curl_slist_free_all(list) }
        portico_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        configure(handle)
        let result = request.body.withUnsafeBytes { body in
            if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
                portico_curl_set_long(handle, CURLOPT_POST, 1)
                portico_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
                let start = body.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                portico_curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            }
            if request.method == "HEAD" { portico_curl_set_long(handle, CURLOPT_NOBODY, 1) }
            portico_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
            return withExtendedLifetime(self) { curl_easy_perform(handle) }
        }
        finish(result)
    }

    private var hasType: Bool { request.headers.contains { $0.name.lowercased() == "content-type" } }

    private func configure(_ handle: UnsafeMutableRawPointer) {
        portico_curl_set_string(handle, CURLOPT_URL, request.url)
        portico_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        portico_curl_set_string(handle, CURLOPT_PROXY, "")
        portico_curl_set_long(handle, CURLOPT_PATH_AS_IS, 1)
        portico_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        portico_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        portico_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, limits.connectSeconds)
        portico_curl_set_long(handle, CURLOPT_TIMEOUT, limits.totalSeconds)
        let own = Unmanaged.passUnretained(self).toOpaque()
        portico_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, own)
        portico_curl_set_open_socket(handle) { own, _, address in
            guard let own, let address else { return -1 }
            return Unmanaged<CurlExchange>.fromOpaque(own).takeUnretainedValue().open(address)
        }
        portico_curl_set_pointer(handle, CURLOPT_HEADERDATA, own)
        portico_curl_set_header(handle) { buffer, size, count, own in
            guard let buffer, let own else { return 0 }
            let line = UnsafeRawBufferPointer(start: buffer, count: size * count)
            Unmanaged<CurlExchange>.fromOpaque(own).takeUnretainedValue().take(header: line)
            return size * count
        }
        portico_curl_set_pointer(handle, CURLOPT_WRITEDATA, own)
        portico_curl_set_write(handle) { buffer, size, count, own in
            guard let buffer, let own else { return 0 }
            let piece = UnsafeRawBufferPointer(start: buffer, count: size * count)
            return Unmanaged<CurlExchange>.fromOpaque(own).takeUnretainedValue().take(body: piece) ? size * count : 0
        }
        portico_curl_set_pointer(handle, CURLOPT_XFERINFODATA, own)
        portico_curl_set_progress(handle) { own, _, _, _, _ in
            guard let own else { return 1 }
            return Unmanaged<CurlExchange>.fromOpaque(own).takeUnretainedValue().isAbandoned ? 1 : 0
        }
        portico_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
    }

    private var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        if let opened = addresses.open(address) { return opened }
        state.withLock { $0.isRefused = true }
        return -1
    }
}

extension CurlExchange {
    /// A line of the head, the last of which is empty. Heads of preliminary answers are forgotten.
    fileprivate func take(header line: UnsafeRawBufferPointer) {
        var text = String(decoding: line, as: UTF8.self)
        while let last = text.unicodeScalars.last, last == "\r" || last == "\n" { text.unicodeScalars.removeLast() }
        state.withLock { state in
            if text.hasPrefix("HTTP/") {
                let parts = text.split(separator: " ", maxSplits: 2)
                state.status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
                state.reason = parts.count > 2 ? String(parts[2]) : ""
                state.headers = []
            } else if text.isEmpty {
                if state.status >= 200 { begin(&state) }
            } else if let colon = text.firstIndex(of: ":"), state.headers.count < 200 {
                let value = text[text.index(after: colon)...].drop { $0 == " " }
                state.headers.append(.init(name: String(text[..<colon]), value: String(value)))
            }
        }
    }

    private func begin(_ state: inout State) {
        guard !state.isBegun else { return }
        state.isBegun = true
        let answer = RelayAnswer(status: state.status, reason: state.reason, headers: state.headers, body: body)
        state.continuation?.resume(returning: answer)
        state.continuation = nil
    }

    /// Whether the transfer goes on.
    fileprivate func take(body piece: UnsafeRawBufferPointer) -> Bool {
        let goesOn = state.withLock { state in
            state.count += piece.count
            if state.count > limits.answerBytes { state.isTooLarge = true }
            return !state.isTooLarge && !state.isAbandoned
        }
        if goesOn { bytes.yield(Array(piece)) }
        return goesOn
    }

    fileprivate func finish(_ result: CURLcode) {
        let failure = state.withLock { state -> Refusal? in
            if result == CURLE_OK {
                begin(&state)
                return nil
            }
            let refusal = Refusal.unavailable(words(result, state))
            state.continuation?.resume(throwing: refusal)
            state.continuation = nil
            return refusal
        }
        bytes.finish(throwing: failure)
    }

    private func words(_ result: CURLcode, _ state: State) -> String {
        if state.isRefused { return "The server's address is not a public one, and the operators do not allow it." }
        if state.isTooLarge { return "The answer is larger than \(limits.answerBytes >> 20) MB." }
        if result == CURLE_OPERATION_TIMEDOUT { return "The server took too long." }
        return "The server cannot be reached: \(String(cString: curl_easy_strerror(result)))."
    }
}
