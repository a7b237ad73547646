import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// A resource of a portal's settings, as one that writes what comes to mind sees it.
struct KeptSetting: Sendable, CustomTestStringConvertible {
    let name: String
    /// What creates it; nil for what is there from the start.
    var creation: (@Sendable (inout DrawnSettings, String) -> (path: String, body: JSON))?
    /// Where it is, from the portal's id and the reply to the creation.
    var place: @Sendable (String, JSON) -> String
    var method: HTTPRequest.Method = .patch
    /// What a change may say; what is read but not written is not among it.
    var change: @Sendable (inout DrawnSettings, JSON) -> JSON
    /// Written, and never read.
    var secrets: Set<String> = []
    /// Whether the contract lets it say more than it knows.
    var isOpen = false

    var testDescription: String { name }
}

/// Draws values from randomness that is the same in each run.
struct DrawnSettings {
    private let random: FixedRandom

    init(_ seed: UInt64) { random = FixedRandom(seed: seed) }

    mutating func number(below limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    mutating func flag() -> Bool { number(below: 2) == 0 }
    mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }

    /// A text of one of the kinds that break programs, never blank.
    mutating func text(most: Int) -> JSON {
        let pieces = [
            "a", "Z", "0", " ", "é", "漢", "👩‍👩‍👧", "'", "\"", "<b>", "\\", "{{ x }}", "%00", "\u{202E}", "\t", "--", "$1",
        ]
        let wanted = one(of: [1, 2, 7, 40, most])
        var text = "x"
        while true {
            let next = text + one(of: pieces)
            if next.unicodeScalars.count > wanted { return .string(text) }
            text = next
        }
    }

    mutating func word() -> String { String((0...number(below: 12)).map { _ in one(of: Array("abcdefghij")) }) }
    mutating func address() -> JSON { .string("https://\(word()).example.com/\(word())?x=\(word())") }
    mutating func email() -> JSON { .string("\(word()).\(word())@\(word()).example.com") }
    mutating func nullable(_ value: JSON) -> JSON { flag() ? .null : value }

    mutating func network() -> String {
        let numbers = (1...4).map { _ in String(number(below: 256)) }.joined(separator: ".")
        return one(of: [
            numbers, "\(numbers)/32", "2001:db8::\(number(below: 9_999))", "2001:db8:\(number(below: 999))::/48",
        ])
    }

    mutating func networks() -> JSON {
        let count = one(of: [1, 2, 25])
        var found: [String] = []
        while found.count < count {
            let next = network()
            if !found.contains(next) { found.append(next) }
        }
        return .array(found.map { .string($0) })
    }
}

extension KeptSetting {
    private static func item(_ path: String) -> @Sendable (String, JSON) -> String {
        { portal, made in "/v3/portals/\(portal)/\(path)" + (made["id"]?.string.map { "/\($0)" } ?? "") }
    }

    private static func claims(_ draw: inout DrawnSettings) -> JSON {
        ["name": draw.text(most: 1_024), "email": draw.text(most: 60), "groups": draw.text(most: 60)]
    }

    private static func oidc(_ draw: inout DrawnSettings) -> JSON {
        [
            "issuer_url": draw.address(), "client_id": draw.text(most: 1_024), "client_secret": draw.text(most: 1_024),
            "scopes": .array((0...draw.number(below: 5)).map { .string("scope\($0)") }),
            "claim_mappings": claims(&draw),
        ]
    }

    private static func saml(_ draw: inout DrawnSettings) -> JSON {
        [
            "idp_metadata_url": draw.address(),
            "idp_metadata_xml": .string("<EntityDescriptor>\(draw.text(most: 3_000).string ?? "")</EntityDescriptor>"),
        ]
    }

    private static func provider(
        _ kind: String, _ config: @escaping @Sendable (inout DrawnSettings) -> JSON
    ) -> KeptSetting {
        KeptSetting(
            name: kind,
            creation: { draw, portal in
                (
                    "/v3/portals/\(portal)/identity-providers",
                    ["type": .string(kind), "enabled": .bool(draw.flag()), "config": config(&draw)]
                )
            }, place: item("identity-providers"),
            change: { draw, _ in ["enabled": .bool(draw.flag()), "config": config(&draw)] }, secrets: ["client_secret"],
            isOpen: true)
    }

    private static func dcr(_ kind: String, _ config: @escaping @Sendable (inout DrawnSettings) -> JSON) -> KeptSetting
    {
        @Sendable func fields(_ draw: inout DrawnSettings) -> [(String, JSON)] {
            [
                ("name", draw.text(most: 256)), ("display_name", draw.text(most: 256)), ("issuer", draw.address()),
                ("dcr_config", config(&draw)), ("labels", ["env": .string(draw.word())]),
            ]
        }
        return KeptSetting(
            name: "dcr \(kind)",
            creation: { draw, _ in
                (
                    "/v2/dcr-providers",
                    .object((fields(&draw) + [("provider_type", .string(kind))]).map { JSON.Member($0.0, $0.1) })
                )
            }, place: { _, made in "/v2/dcr-providers/\(made["id"]?.string ?? "")" },
            change: { draw, _ in .object(fields(&draw).map { JSON.Member($0.0, $0.1) }) },
            secrets: ["initial_client_secret", "dcr_token", "api_key"])
    }

    private static func client(_ draw: inout DrawnSettings) -> JSON {
        ["initial_client_id": draw.text(most: 256), "initial_client_secret": draw.text(most: 256)]
    }

    static let mails: [KeptSetting] = [
        KeptSetting(
            name: "email config",
            creation: { draw, portal in ("/v3/portals/\(portal)/email-config", sender(&draw)) },
            place: { portal, _ in "/v3/portals/\(portal)/email-config" }, change: { draw, _ in sender(&draw) }),
        KeptSetting(
            name: "email delivery", place: { portal, _ in "/v3/portals/\(portal)/email-delivery" },
            change: { draw, _ in
                [
                    "enabled": .bool(draw.flag()), "from_email": draw.nullable(draw.email()),
                    "reply_to_email": draw.email(),
                ]
            }),
        KeptSetting(
            name: "email template",
            place: { portal, _ in "/v3/portals/\(portal)/email-templates/confirm-email-address" },
            change: { draw, _ in
                let content: JSON = [
                    "subject": draw.nullable(draw.text(most: 1_024)), "title": draw.nullable(draw.text(most: 1_024)),
                    "body": draw.text(most: 4_096), "button_label": draw.nullable(draw.text(most: 128)),
                ]
                return ["content": draw.nullable(content), "enabled": .bool(draw.flag())]
            }, isOpen: true),
    ]

    private static func sender(_ draw: inout DrawnSettings) -> JSON {
        [
            "from_name": draw.nullable(draw.text(most: 255)), "from_email": draw.nullable(draw.email()),
            "reply_to_email": draw.nullable(draw.email()),
        ]
    }

    static let all: [KeptSetting] =
        mails + [
            provider("oidc", oidc), provider("saml", saml),
            KeptSetting(
                name: "custom domain",
                creation: { draw, portal in
                    (
                        "/v3/portals/\(portal)/custom-domain",
                        [
                            "hostname": .string("\(draw.word()).\(draw.word()).example"), "enabled": .bool(draw.flag()),
                            "ssl": ["domain_verification_method": "http"],
                        ]
                    )
                }, place: { portal, _ in "/v3/portals/\(portal)/custom-domain" },
                change: { draw, _ in ["enabled": .bool(draw.flag())] }),
            KeptSetting(
                name: "custom domain with a certificate",
                creation: { draw, portal in
                    let pair: [(String, JSON)] = [
                        ("domain_verification_method", "custom_certificate"),
                        ("custom_certificate", .string(TestCertificate.chain)),
                        ("custom_private_key", .string(TestCertificate.key)), ("skip_ca_check", .bool(draw.flag())),
                    ]
                    let ssl = JSON.object(pair.map { JSON.Member($0.0, $0.1) })
                    return (
                        "/v3/portals/\(portal)/custom-domain",
                        ["hostname": .string("\(draw.word()).example.com"), "enabled": .bool(draw.flag()), "ssl": ssl]
                    )
                }, place: { portal, _ in "/v3/portals/\(portal)/custom-domain" },
                change: { draw, _ in
                    let pair: JSON = [
                        "custom_certificate": .string(TestCertificate.chain),
                        "custom_private_key": .string(TestCertificate.key), "skip_ca_check": .bool(draw.flag()),
                    ]
                    let skip: JSON = ["skip_ca_check": .bool(draw.flag())]
                    return ["enabled": .bool(draw.flag()), "ssl": draw.flag() ? pair : skip]
                }, secrets: ["custom_certificate", "custom_private_key"]),
            KeptSetting(
                name: "ip allow list (patch)",
                creation: { draw, portal in ("/v3/portals/\(portal)/ip-allow-list", ["allowed_ips": draw.networks()]) },
                place: item("ip-allow-list"), change: { draw, _ in ["allowed_ips": draw.networks()] }),
            KeptSetting(
                name: "ip allow list (put)",
                creation: { draw, portal in ("/v3/portals/\(portal)/ip-allow-list", ["allowed_ips": draw.networks()]) },
                place: item("ip-allow-list"), method: .put, change: { draw, _ in ["allowed_ips": draw.networks()] }),
            KeptSetting(
                name: "authentication settings",
                place: { portal, _ in "/v3/portals/\(portal)/authentication-settings" },
                change: { draw, _ in
                    ["basic_auth_enabled": .bool(draw.flag()), "konnect_mapping_enabled": .bool(draw.flag())]
                }, isOpen: true),
            dcr("auth0") { draw in
                [
                    "initial_client_id": draw.text(most: 256), "initial_client_secret": draw.text(most: 256),
                    "initial_client_audience": draw.nullable(draw.text(most: 256)),
                    "use_developer_managed_scopes": .bool(draw.flag()),
                ]
            },
            dcr("azureAd", client), dcr("curity", client), dcr("okta") { ["dcr_token": $0.text(most: 256)] },
            dcr("kongIdentity") { _ in [:] },
            dcr("http") { draw in
                [
                    "dcr_base_url": draw.address(), "api_key": .string("key_0123456789_\(draw.word())"),
                    "disable_event_hooks": .bool(draw.flag()), "disable_refresh_secret": .bool(draw.flag()),
                    "allow_multiple_credentials": .bool(draw.flag()),
                ]
            },
        ]
}

extension JSON {
    /// What of a text that was sent an answer does not say, by its place; secrets aside.
    fileprivate func missing(in reply: JSON?, _ secrets: Set<String>, at place: String = "") -> [String] {
        guard let members, reply?.members != nil else {
            return self == reply
                ? [] : ["\(place): \(text.prefix(200)) came back as \(reply?.text.prefix(200) ?? "nothing")"]
        }
        return members.filter { !secrets.contains($0.name) }.flatMap { member in
            member.value.missing(in: reply?[member.name], secrets, at: "\(place)/\(member.name)")
        }
    }

    /// The members of an answer that a change may say too.
    fileprivate func only(_ names: JSON) -> JSON {
        guard let members, let wanted = names.members else { return self }
        return .object(
            members.compactMap { member in
                wanted.first { $0.name == member.name }.map { JSON.Member(member.name, member.value.only($0.value)) }
            })
    }
}

@Suite struct SettingsRoundTripTests {
    @Test(arguments: KeptSetting.all, Engines.all)
    func whatIsWrittenIsReadAndWritingItAgainChangesNothing(kept: KeptSetting, engine: Engines) async throws {
        try await World.on(engine) { world in
            let root = world.managementAPI().client(token: try await world.account().token)
            for seed in UInt64(1)...6 {
                var draw = DrawnSettings(seed)
                let portal = try await world.portal("P\(seed)").id.text
                var made: JSON = [:]
                if let creation = kept.creation {
                    let (path, body) = creation(&draw, portal)
                    let reply = try await root.call(.post, path, body)
                    #expect(reply.status == 201, "\(seed): \(body.text) \(reply.text)")
                    made = reply.json
                    #expect(body.missing(in: made, kept.secrets) == [], "\(seed)")
                    #expect(try await root.call(.get, kept.place(portal, made)).text == reply.text)
                }
                let place = kept.place(portal, made)
                for _ in 1...3 {
                    let change = kept.change(&draw, made)
                    world.clock.advance(by: .seconds(1))
                    let first = try await root.call(kept.method, place, change)
                    #expect(first.status == 200, "\(seed): \(change.text) \(first.text)")
                    #expect(change.missing(in: first.json, kept.secrets) == [], "\(seed)")
                    world.clock.advance(by: .seconds(1))
                    // The same again, what was read, and nothing at all.
                    for same in [change, first.json.only(change), first.json.only(kept.change(&draw, made))] {
                        let again = try await root.call(kept.method, place, same)
                        #expect(again.text == first.text, "\(seed): \(same.text)")
                    }
                    #expect(try await root.call(.get, place).text == first.text)
                    if kept.method == .patch {
                        #expect(try await root.call(.patch, place, [:]).text == first.text)
                    }
                    var members = change.members ?? []
                    members.append(JSON.Member("odd_one", 1))
                    let odd = try await root.call(kept.method, place, .object(members))
                    #expect(odd.status == (kept.isOpen ? 200 : 400))
                    #expect(kept.isOpen || odd.json["invalid_parameters"]?[0]?["rule"] == "unknown_property")
                }
            }
        }
    }
}
