import Model

/// The upstream of the Loyalty API. Every member number of the right form exists.
enum DemoLoyalty {
    private static let rewards: [(id: String, name: String, points: Int)] = [
        ("rwd_seat", "Free seat choice", 1_500), ("rwd_lounge", "Lounge access", 6_000),
        ("rwd_upgrade", "Upgrade to premium", 18_000), ("rwd_flight", "A flight in Europe", 25_000),
    ]
    private static let tiers: [(name: String, threshold: Int, benefits: [JSON])] = [
        ("blue", 0, ["Collect and spend points"]),
        ("silver", 10_000, ["Priority boarding", "One free bag"]),
        ("gold", 25_000, ["Lounges", "Free seat choice", "A second free bag"]),
    ]

    static func answer(_ request: DemoRequest) -> DemoReply? {
        let number = request.segment(1)
        if request.segment(0) == "members", !number.isEmpty, !isNumber(number) {
            return .problem(404, "Member not found", "A member number is CA and eight digits, such as CA10024518.")
        }
        return switch request.place {
        case "POST members": enrol(request)
        case "GET members/*", "PATCH members/*": DemoReply(body: member(number))
        case "GET members/*/points": points(number)
        case "POST members/*/redemptions": redeem(request)
        case "GET tiers":
            DemoReply(body: [
                "data": .array(
                    tiers.map {
                        [
                            "name": .string($0.name), "threshold": .integer(Int64($0.threshold)),
                            "benefits": .array($0.benefits),
                        ]
                    })
            ])
        case "GET rewards": rewards(request)
        default: nil
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        text.hasPrefix("CA") && text.count == 10 && Int(text.dropFirst(2)) != nil
    }

    private static func balance(_ number: String) -> Int {
        var dice = DemoDice(number)
        return 2_000 + dice.next(190) * 250
    }

    private static func member(_ number: String) -> JSON {
        var dice = DemoDice("member\(number)")
        let names = ["Amelia Hartmann", "João Silva", "Priya Nair", "Lukas Berg", "Sofia Lindqvist"]
        let year = dice.next(40) * 900
        let tier = tiers.last { $0.threshold <= year }?.name ?? "blue"
        return [
            "member_number": .string(number), "name": .string(dice.one(of: names)), "tier": .string(tier),
            "balance": .integer(Int64(balance(number))), "points_this_year": .integer(Int64(year)),
            "member_since": .string("20\(10 + dice.next(16))-0\(1 + dice.next(9))-01"),
        ]
    }

    private static func enrol(_ request: DemoRequest) -> DemoReply {
        guard let email = request.body["email"]?.string, let given = request.body["given_name"]?.string else {
            return .problem(400, "Body malformed", "given_name, family_name and email are required.")
        }
        var dice = DemoDice(email)
        let name = [given, request.body["family_name"]?.string].compactMap(\.self).joined(separator: " ")
        return DemoReply(
            status: 201,
            body: [
                "member_number": .string("CA" + dice.text(8, of: "123456789")), "name": .string(name), "tier": "blue",
                "balance": 0, "points_this_year": 0, "member_since": .string(DemoFlights.day),
            ])
    }

    private static func points(_ number: String) -> DemoReply {
        var dice = DemoDice("points\(number)"), after = balance(number)
        let movements = (0..<6).map { index -> JSON in
            let isSpent = index % 4 == 2, points = isSpent ? -6_000 : 400 + dice.next(30) * 50
            let movement: JSON = [
                "id": .string("mov_" + dice.text(4, of: "0123456789abcdef")),
                "kind": .string(isSpent ? "spent" : "earned"), "points": .integer(Int64(points)),
                "balance_after": .integer(Int64(after)),
                "reason": .string(isSpent ? "Lounge access" : "CN\(100 + dice.next(800)) LIS-OSL"),
                "at": .time("2027-0\(5 - index / 2)-\(28 - index * 3)", 600),
            ]
            after -= points
            return movement
        }
        return DemoReply(
            body: ["balance": .integer(Int64(balance(number))), "data": .array(movements), "next_cursor": nil])
    }

    private static func rewards(_ request: DemoRequest) -> DemoReply {
        let most = request.query["max_points"].flatMap { Int($0) } ?? .max
        let found = rewards.filter { $0.points <= most }.map { reward -> JSON in
            [
                "reward_id": .string(reward.id), "name": .string(reward.name),
                "points": .integer(Int64(reward.points)),
            ]
        }
        return DemoReply(body: ["data": .array(found)])
    }

    private static func redeem(_ request: DemoRequest) -> DemoReply {
        guard let reward = rewards.first(where: { $0.id == request.body["reward_id"]?.string }) else {
            return .problem(404, "Reward not found", "See GET /rewards for what points buy.")
        }
        let number = request.segment(1), have = balance(number)
        let cost = reward.points * Int(max(1, min(4, request.body["quantity"]?.integer ?? 1)))
        guard cost <= have else {
            return .problem(409, "Not enough points", "\(reward.name) takes \(cost) points, there are \(have).")
        }
        var dice = DemoDice("\(number)\(reward.id)")
        let code = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        return DemoReply(
            status: 201,
            body: [
                "redemption_id": .string("red_" + dice.text(4, of: "0123456789abcdef")),
                "reward_id": .string(reward.id), "points": .integer(Int64(cost)),
                "voucher": .string("CLUB-\(dice.text(4, of: code))-\(dice.text(4, of: code))"),
                "balance_after": .integer(Int64(have - cost)),
            ])
    }
}
