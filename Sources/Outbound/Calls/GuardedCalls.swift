import CCurl
package import Core
import Foundation
import Model

/// Calls other servers by libcurl, one connection each.
///
/// The address of each connection is looked at when its socket is opened, after the name was resolved: a name that
/// changes its mind gains nothing. No proxy of the environment is asked, no redirect followed, no cookie kept.
package struct GuardedCalls: OutgoingCalls {
    private static let connectSeconds = 5

    private let addresses: AddressGuard

    package init(_ addresses: AddressGuard) {
        _ = CurlLibrary.isReady
        self.addresses = addresses
    }

    package func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
        let lines = call.headers.map { "\($0.name): \($0.value)" }
        guard WebAddress.isWebAddress(call.url), call.method.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw OutgoingCallFailure("\(call.url.prefix(200)) is no web address")
        }
        guard lines.allSatisfy({ $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }) else {
            throw OutgoingCallFailure("a header has a line break")
        }
        let addresses = addresses
        return try await Background.run { try Transfer(call, lines, addresses).run() }
    }

    /// One request, on one thread.
    private final class Transfer {
        private let call: OutgoingCall
        private let lines: [String]
        private let addresses: AddressGuard
        private var rest: ArraySlice<UInt8>
        private var answer: [UInt8] = []
        private var isRefused = false

        init(_ call: OutgoingCall, _ lines: [String], _ addresses: AddressGuard) {
            self.call = call
            self.lines = lines
            self.addresses = addresses
            rest = call.body[...]
        }

        func run() throws -> OutgoingCallAnswer {
            guard let handle = curl_easy_init() else { throw OutgoingCallFailure("out of memory") }
            defer { curl_easy_cleanup(handle) }
            var headers: UnsafeMutablePointer<curl_slist>?
            // Without an answer to it curl would wait a second before each body.
            for line in lines + ["Expect:"] { headers = curl_slist_append(headers, line) }
            defer { curl_slist_free_all(headers) }
            let problem = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
            problem.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
            defer { problem.deallocate() }
            portico_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, problem)
            portico_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
            configure(handle)
            let result = withExtendedLifetime(self) { () -> CURLcode in
                let this = Unmanaged.passUnretained(self).toOpaque()
                portico_curl_set_pointer(handle, CURLOPT_READDATA, this)
                portico_curl_set_pointer(handle, CURLOPT_WRITEDATA, this)
                portico_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, this)
                portico_curl_set_open_socket(handle) { this, _, address in
                    guard let address, let transfer = Transfer.at(this) else { return -1 }
                    return transfer.open(address)
                }
                return curl_easy_perform(handle)
            }
            let status = portico_curl_status(handle)
            // An answer that was cut off is one.
            guard result == CURLE_OK || (status >= 200 && answer.count == call.answerLimit) else {
                if isRefused { throw OutgoingCallFailure("the server's address is not a public one, and not allowed") }
                let reason =
                    problem.pointee == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: problem)
                throw OutgoingCallFailure(reason)
            }
            let location = portico_curl_redirect(handle).map { String(cString: $0) }
            return OutgoingCallAnswer(status: status, body: answer, location: location)
        }

        private func configure(_ handle: UnsafeMutableRawPointer) {
            portico_curl_set_string(handle, CURLOPT_URL, call.url)
            portico_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
            portico_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, call.method)
            portico_curl_set_string(handle, CURLOPT_PROXY, "")
            portico_curl_set_string(handle, CURLOPT_USERAGENT, "Portico")
            portico_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
            portico_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
            portico_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, GuardedCalls.connectSeconds)
            portico_curl_set_long(handle, CURLOPT_TIMEOUT, max(1, Int(call.timeout.components.seconds)))
            portico_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, call.verifiesCertificate ? 1 : 0)
            portico_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, call.verifiesCertificate ? 2 : 0)
            if !call.body.isEmpty {
                portico_curl_set_long(handle, CURLOPT_POST, 1)
                portico_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, call.body.count)
                portico_curl_set_read(handle) { buffer, size, count, this in
                    guard let buffer else { return 0 }
                    return Transfer.at(this)?.read(into: buffer, most: size * count) ?? 0
                }
            }
            portico_curl_set_write(handle) { buffer, size, count, this in
                guard let buffer else { return 0 }
                return Transfer.at(this)?.write(buffer, size * count) ?? 0
            }
        }

        private static func at(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
            pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
        }

        private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
            if let opened = addresses.open(address) { return opened }
            isRefused = true
            return -1
        }

        private func read(into buffer: UnsafeMutablePointer<CChar>, most: Int) -> Int {
            let piece = rest.prefix(most)
            for (index, byte) in piece.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            rest = rest.dropFirst(piece.count)
            return piece.count
        }

        /// Taking less than was offered ends the transfer.
        private func write(_ buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
            let room = min(count, call.answerLimit - answer.count)
            answer += UnsafeBufferPointer(start: buffer, count: room).map(UInt8.init(bitPattern:))
            return room
        }
    }
}
