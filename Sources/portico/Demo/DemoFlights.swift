import Model

/// The upstream of the Flights API.
enum DemoFlights {
    static let day = "2027-05-14"
    private static let aircraft = ["A320neo", "A321neo", "A220-300"]
    private static let airports: [(code: String, name: String, city: String, country: String, zone: String)] = [
        ("LIS", "Humberto Delgado Airport", "Lisbon", "PT", "Europe/Lisbon"),
        ("OPO", "Francisco Sá Carneiro Airport", "Porto", "PT", "Europe/Lisbon"),
        ("MAD", "Adolfo Suárez Madrid-Barajas Airport", "Madrid", "ES", "Europe/Madrid"),
        ("CDG", "Charles de Gaulle Airport", "Paris", "FR", "Europe/Paris"),
        ("OSL", "Oslo Airport, Gardermoen", "Oslo", "NO", "Europe/Oslo"),
        ("CPH", "Copenhagen Airport", "Copenhagen", "DK", "Europe/Copenhagen"),
        ("VIE", "Vienna International Airport", "Vienna", "AT", "Europe/Vienna"),
        ("KEF", "Keflavík International Airport", "Reykjavík", "IS", "Atlantic/Reykjavik"),
    ]

    static func answer(_ request: DemoRequest) -> DemoReply? {
        switch request.place {
        case "GET offers": offers(request)
        case "GET offers/*": DemoReply(body: offer(request.segment(1), "LIS", "OSL", day, "economy"))
        case "GET flights/*": status(request)
        case "GET flights/*/position": position(request)
        case "GET schedules": schedules(request)
        case "GET airports": DemoReply(body: ["data": .array(airports.map { airport($0.code) ?? .null })])
        case "GET airports/*":
            airport(request.segment(1)).map { DemoReply(body: $0) }
                ?? .problem(404, "Airport not found", "We do not fly to \(request.segment(1)).")
        default: nil
        }
    }

    static func segment(_ from: String, _ to: String, _ day: String, _ dice: inout DemoDice) -> JSON {
        let start = 360 + dice.next(168) * 5, length = 95 + dice.next(30) * 5
        return [
            "flight_number": .string("CN\(100 + dice.next(800))"), "origin": .string(from), "destination": .string(to),
            "departs_at": .time(day, start), "arrives_at": .time(day, start + length),
            "aircraft": .string(dice.one(of: aircraft)),
        ]
    }

    private static func offers(_ request: DemoRequest) -> DemoReply {
        for name in ["origin", "destination", "departure_date"] where request.query[name, default: ""].isEmpty {
            return .problem(400, "Parameter missing", "\(name) is required.")
        }
        let from = request.query["origin"] ?? "", to = request.query["destination"] ?? ""
        let day = request.query["departure_date"] ?? self.day
        var dice = DemoDice("\(from)\(to)\(day)")
        let offers = (0..<3).map { _ in
            let id = "off_" + dice.text(10, of: "abcdefghijkmnpqrstuvwxyz23456789")
            return offer(id, from, to, day, request.query["cabin"] ?? "economy")
        }
        let sorted = offers.sorted { ($0["price"]?["amount"]?.integer ?? 0) < ($1["price"]?["amount"]?.integer ?? 0) }
        return DemoReply(body: ["data": .array(sorted), "next_cursor": nil])
    }

    private static func offer(_ id: String, _ from: String, _ to: String, _ day: String, _ cabin: String) -> JSON {
        var dice = DemoDice(id)
        let factor = cabin == "business" ? 4 : cabin == "premium" ? 2 : 1
        return [
            "offer_id": .string(id), "price": .euros((4_900 + dice.next(160) * 100) * factor + 90),
            "cabin": .string(cabin), "seats_left": .integer(Int64(1 + dice.next(9))),
            "segments": [segment(from, to, day, &dice)], "expires_at": .string("\(day)T00:00:00Z"),
        ]
    }

    private static func status(_ request: DemoRequest) -> DemoReply {
        let number = request.segment(1)
        guard number.hasPrefix("CN"), (1...4).contains(number.count - 2), Int(number.dropFirst(2)) != nil else {
            return .problem(404, "Flight not found", "Our flights are CN and up to four digits, such as CN418.")
        }
        var dice = DemoDice(number)
        let from = dice.one(of: airports).code, others = airports.map(\.code).filter { $0 != from }
        let journey = segment(from, dice.one(of: others), request.query["date"] ?? day, &dice)
        return DemoReply(
            body: [
                "flight_number": .string(number),
                "status": .string(dice.one(of: ["scheduled", "boarding", "departed", "in_air", "landed"])),
                "delay_minutes": .integer(Int64(max(0, dice.next(40) - 20))),
                "gate": .string("\(dice.one(of: ["A", "B", "C"]))\(1 + dice.next(30))"),
                "terminal": .string("\(1 + dice.next(2))"),
                "segment": .object(
                    [JSON.Member("flight_number", .string(number))]
                        + (journey.members ?? []).filter { $0.name != "flight_number" }),
            ])
    }

    private static func position(_ request: DemoRequest) -> DemoReply {
        var dice = DemoDice(request.segment(1))
        return DemoReply(
            body: [
                "latitude": .number(Double(38_000 + dice.next(22_000)) / 1_000),
                "longitude": .number(Double(dice.next(18_000) - 8_000) / 1_000),
                "altitude_feet": .integer(Int64(31_000 + dice.next(8) * 1_000)),
                "ground_speed_knots": .integer(Int64(420 + dice.next(60))), "reported_at": .string("\(day)T11:32:10Z"),
            ])
    }

    private static func schedules(_ request: DemoRequest) -> DemoReply {
        let from = request.query["origin"] ?? "LIS", to = request.query["destination"] ?? "OSL"
        var dice = DemoDice("\(from)\(to)schedule")
        let patterns: [[JSON]] = [["mon", "wed", "fri"], ["tue", "thu", "sat"], ["mon", "tue", "wed", "thu", "fri"]]
        let rows = (0..<4).map { index -> JSON in
            let start = 380 + index * 190 + dice.next(12) * 5
            return [
                "flight_number": .string("CN\(100 + dice.next(800))"), "weekdays": .array(dice.one(of: patterns)),
                "departs": .string(JSON.clock(start)), "arrives": .string(JSON.clock(start + 215)),
                "aircraft": .string(dice.one(of: aircraft)),
            ]
        }
        return DemoReply(body: ["data": .array(rows), "next_cursor": nil])
    }

    private static func airport(_ code: String) -> JSON? {
        airports.first { $0.code == code }.map { found in
            [
                "code": .string(found.code), "name": .string(found.name), "city": .string(found.city),
                "country": .string(found.country), "time_zone": .string(found.zone),
            ]
        }
    }
}
