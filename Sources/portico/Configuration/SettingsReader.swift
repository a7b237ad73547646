import Core
import Foundation
import Logging
import Model
import Outbound
import Web
import Yams

/// A setting that cannot be used; the sentence names it.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Looks settings up in flags, then the environment, then the YAML file.
struct SettingsReader {
    private let flags: [String: String]
    private let environment: [String: String]
    private let file: [String: String]

    /// Throws when the file cannot be read, or holds a key that is no setting.
    init(
        flags: [(Setting, String?)], environment: [String: String] = ProcessInfo.processInfo.environment,
        file path: String?
    ) throws {
        self.flags = Dictionary(flags.compactMap { pair in pair.1.map { (pair.0.name, $0) } }, uniquingKeysWith: { $1 })
        self.environment = environment
        file = try path.map(Self.read) ?? [:]
    }

    private static func read(_ path: String) throws -> [String: String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingsError("--config: cannot read \(path)")
        }
        guard let node = try? Yams.compose(yaml: text), let mapping = node.mapping else {
            throw SettingsError("--config: \(path) is no YAML mapping of settings")
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard Setting.all.contains(where: { $0.name == name }) else {
                throw SettingsError("--config: \(path) holds \"\(name)\", which is no setting")
            }
            let list = value.sequence.map { $0.compactMap(\.string).joined(separator: ",") }
            guard let text = list ?? value.string else {
                throw SettingsError("--config: \"\(name)\" in \(path) must be a text or a list of texts")
            }
            values[name] = text
        }
        return values
    }

    subscript(setting: Setting) -> String? {
        let value = flags[setting.name] ?? environment[setting.variable] ?? file[setting.name]
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    func required(_ setting: Setting) throws -> String {
        guard let value = self[setting] else {
            throw SettingsError("--\(setting.name) is missing (or \(setting.variable))")
        }
        return value
    }

    func address(_ setting: Setting, default fallback: String) throws -> ListenAddress {
        let text = self[setting] ?? fallback
        guard let address = ListenAddress(text) else {
            throw SettingsError("--\(setting.name): \"\(text)\" is no HOST:PORT")
        }
        return address
    }

    /// Requests per minute; nil when it is off.
    func limit(_ setting: Setting, default fallback: Int?) throws -> Int? {
        guard let text = self[setting] else { return fallback }
        if text == "off" { return nil }
        guard let limit = Int(text), (1...1_000_000_000).contains(limit) else {
            throw SettingsError("--\(setting.name): \"\(text)\" is neither a number of requests per minute nor off")
        }
        return limit
    }

    func publicURL(default fallback: PublicURL) throws -> PublicURL {
        guard let text = self[.publicURL] else { return fallback }
        guard let url = PublicURL(text) else {
            throw SettingsError("--public-url: \"\(text)\" is no http(s)://HOST[:PORT]")
        }
        return url
    }

    func proxies() throws -> TrustedProxies {
        do {
            return try TrustedProxies((self[.trustedProxies] ?? "").split(separator: ",").map(String.init))
        } catch {
            throw SettingsError("--trusted-proxies: \(error)")
        }
    }

    /// Which servers may be called for operators and developers who give their addresses.
    func addressGuard() throws -> AddressGuard {
        let networks = (self[.allowedNetworks] ?? "").split(separator: ",").map(String.init)
        guard let found = AddressGuard(allowing: networks) else {
            throw SettingsError("--allowed-networks: \(networks.joined(separator: ",")) holds what is no network")
        }
        return found
    }

    /// The servers from which descriptions may have documents fetched.
    func referenceHosts() throws -> ReferenceHosts {
        let texts = (self[.referenceHosts] ?? "").split(separator: ",").map(String.init)
        guard let hosts = ReferenceHosts(texts) else {
            throw SettingsError("--reference-hosts: \(texts.joined(separator: ",")) holds what is no HOST[:PORT]")
        }
        return hosts
    }

    /// How large uploads may be.
    func uploadLimits() throws -> UploadLimits {
        let text = self[.uploadLimits] ?? ""
        guard let limits = UploadLimits(text) else {
            let names = UploadLimits.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError(
                "--upload-limits: \"\(text)\" is no list such as description=12MB,icon=300KB of \(names), each at most "
                    + UploadLimits.words(UploadLimits.highest))
        }
        return limits
    }

    func logLevel() throws -> Logger.Level {
        let text = self[.logLevel] ?? "info"
        guard let level = Logger.Level(rawValue: text) else {
            let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError("--log-level: \"\(text)\" is none of \(names)")
        }
        return level
    }

    /// The data directory, made when it is not there.
    func dataDirectory() throws -> URL {
        let url = URL(fileURLWithPath: try required(.data), isDirectory: true)
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SettingsError("--data: cannot make the directory \(url.path)")
        }
        return url
    }
}

/// `HOST:PORT`; port 0 lets the system choose.
struct ListenAddress: Equatable, Sendable {
    let host: String
    let port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = text[..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
        self.host = host.isEmpty ? "0.0.0.0" : String(host)
        self.port = port
    }
}
