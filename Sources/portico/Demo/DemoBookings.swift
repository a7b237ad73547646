import Model

/// The upstream of the Bookings API. Nothing is kept: every reference exists.
enum DemoBookings {
    private static let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    private static let names = [("Amelia", "Hartmann"), ("João", "Silva"), ("Priya", "Nair"), ("Lukas", "Berg")]

    static func answer(_ request: DemoRequest) -> DemoReply? {
        let reference = request.segment(1)
        if !reference.isEmpty, reference.count != 6 {
            return .problem(404, "Booking not found", "A reference has six letters and digits, such as K7QZ4M.")
        }
        return switch request.place {
        case "GET bookings": list()
        case "POST bookings": create(request)
        case "GET bookings/*": DemoReply(body: booking(reference, "confirmed"))
        case "PATCH bookings/*":
            DemoReply(body: booking(reference, "changed", day: request.body["departure_date"]?.string))
        case "DELETE bookings/*": cancel(reference)
        case "GET bookings/*/passengers": DemoReply(body: ["data": [passenger(reference, 1, seat: "14A")]])
        case "PATCH bookings/*/passengers/*": update(request)
        case "GET bookings/*/seat-map": seatMap(reference)
        case "PUT bookings/*/passengers/*/seat":
            DemoReply(body: passenger(reference, 1, seat: request.body["seat"]?.string ?? "14A"))
        default: nil
        }
    }

    private static func list() -> DemoReply {
        let bookings = [("K7QZ4M", "confirmed"), ("P2XN8D", "held"), ("R5TW3C", "cancelled")].map { booking($0, $1) }
        return DemoReply(body: ["data": .array(bookings), "next_cursor": nil])
    }

    private static func create(_ request: DemoRequest) -> DemoReply {
        guard let offer = request.body["offer_id"]?.string, let people = request.body["passengers"]?.array,
            !people.isEmpty
        else { return .problem(400, "Body malformed", "offer_id and at least one passenger are required.") }
        let key = request.headers.first { $0.name.lowercased() == "idempotency-key" }?.value ?? offer
        var dice = DemoDice(key)
        let made = booking(dice.text(6, of: letters), "held")
        let passengers = people.enumerated().map { index, person in
            JSON.object([JSON.Member("passenger_id", .string("pax_\(index + 1)"))] + (person.members ?? []))
        }
        let members = (made.members ?? []).filter { $0.name != "passengers" }
        return DemoReply(status: 201, body: .object(members + [JSON.Member("passengers", .array(passengers))]))
    }

    private static func booking(_ reference: String, _ status: String, day: String? = nil) -> JSON {
        var dice = DemoDice(reference)
        let route = dice.one(of: [("LIS", "OSL"), ("OPO", "CDG"), ("VIE", "LIS"), ("KEF", "CPH")])
        return [
            "reference": .string(reference), "status": .string(status), "price": .euros(9_990 + dice.next(240) * 100),
            "segments": [DemoFlights.segment(route.0, route.1, day ?? DemoFlights.day, &dice)],
            "passengers": [passenger(reference, 1, seat: "14A")],
            "hold_until": status == "held" ? .time(DemoFlights.day, 870) : .null,
            "created_at": .time("2027-04-02", 750),
        ]
    }

    private static func passenger(_ reference: String, _ number: Int, seat: String) -> JSON {
        var dice = DemoDice("\(reference)\(number)")
        let name = dice.one(of: names)
        return [
            "passenger_id": .string("pax_\(number)"), "given_name": .string(name.0), "family_name": .string(name.1),
            "birth_date": .string("19\(70 + dice.next(29))-0\(1 + dice.next(9))-1\(dice.next(10))"),
            "member_number": .string("CA1002\(4_000 + dice.next(999))"), "seat": .string(seat),
        ]
    }

    private static func update(_ request: DemoRequest) -> DemoReply {
        let old = passenger(request.segment(1), 1, seat: "14A").members ?? []
        let new = request.body.members ?? []
        let kept = old.filter { member in !new.contains { $0.name == member.name } }
        return DemoReply(body: .object(kept + new))
    }

    private static func cancel(_ reference: String) -> DemoReply {
        var dice = DemoDice(reference)
        return DemoReply(
            body: [
                "reference": .string(reference), "status": "cancelled",
                "refund": .euros(9_990 + dice.next(240) * 100 - 2_500),
            ])
    }

    private static func seatMap(_ reference: String) -> DemoReply {
        var dice = DemoDice(reference)
        let kinds = ["A": "window", "B": "middle", "C": "aisle", "D": "aisle", "E": "middle", "F": "window"]
        let rows = (12...16).map { row -> JSON in
            let seats = "ABCDEF".map { letter -> JSON in
                [
                    "seat": .string("\(row)\(letter)"), "kind": .string(kinds[String(letter)] ?? "middle"),
                    "available": .bool(dice.next(3) > 0), "price": .euros(row == 12 ? 2_900 : 900),
                ]
            }
            return ["number": .integer(Int64(row)), "seats": .array(seats)]
        }
        return DemoReply(body: ["aircraft": "A321neo", "rows": .array(rows)])
    }
}
