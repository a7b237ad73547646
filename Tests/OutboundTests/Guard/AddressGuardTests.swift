import Core
import Model
import Testing

@testable import Outbound

struct AddressGuardTests {
    private func permits(_ text: String, allowing: [String] = []) throws -> Bool {
        let addresses = try #require(AddressGuard(allowing: allowing))
        return addresses.permits(try #require(Network.bytes(of: text)))
    }

    @Test(arguments: ["93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])
    func publicAddressesMayBeCalled(address: String) throws {
        #expect(try permits(address))
    }

    @Test(arguments: [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fd00::1",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "::7f00:1",
    ])
    func othersMayNot(address: String) throws {
        #expect(!(try permits(address)))
    }

    @Test func operatorsAllowNetworks() throws {
        #expect(try permits("10.1.2.3", allowing: ["10.1.0.0/16"]))
        #expect(!(try permits("10.2.2.3", allowing: ["10.1.0.0/16"])))
        #expect(try permits("::ffff:127.0.0.1", allowing: ["127.0.0.1"]))
        #expect(try permits("fd00::5", allowing: ["fd00::/8"]))
        #expect(AddressGuard(allowing: ["localhost"]) == nil)
        #expect(AddressGuard(allowing: ["10.0.0.0/33"]) == nil)
    }

    @Test(arguments: [
        "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://0/", "http://2130706433/",
    ])
    func theRelayDoesNotKnockAtThisMachine(address: String) async throws {
        let relay = CurlRelay(try #require(AddressGuard(allowing: [])))
        let expected = Refusal.unavailable(
            "The server's address is not a public one, and the operators do not allow it.")
        await #expect(throws: expected) {
            _ = try await relay.call(RelayRequest(method: "GET", url: address, headers: [], body: []))
        }
    }

    @Test func whatIsAllowedAndAbsentCannotBeReached() async throws {
        let relay = CurlRelay(try #require(AddressGuard(allowing: ["127.0.0.0/8"])))
        do {
            _ = try await relay.call(RelayRequest(method: "GET", url: "http://127.0.0.1:9/", headers: [], body: []))
            Issue.record("nothing listens there")
        } catch Refusal.unavailable(let words) {
            #expect(words.hasPrefix("The server cannot be reached"))
        }
    }
}
