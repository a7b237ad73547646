import Foundation
import Model

/// A request to the demo's upstream.
struct DemoRequest {
    let method: String
    let path: [String]
    let query: [String: String]
    let headers: [(name: String, value: String)]
    let body: JSON

    init(method: String, target: String, headers: [(String, String)], body: String) {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        self.method = method
        path = (parts.first ?? "").split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? String($0) }
            if let name = sides.first { query[name] = sides.count > 1 ? sides[1] : "" }
        }
        self.query = query
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        self.body = (try? JSON(parsing: body)) ?? .null
    }

    /// Method and path below the API, with a star for every second segment: those are ids.
    var place: String {
        let below = path.dropFirst().enumerated().map { $0.offset % 2 == 1 ? "*" : $0.element }
        return "\(method) \(below.joined(separator: "/"))"
    }

    /// A segment of the path below the API; empty when there are fewer.
    func segment(_ index: Int) -> String {
        path.indices.contains(index + 1) ? path[index + 1] : ""
    }
}

struct DemoReply {
    var status = 200
    var body: JSON

    static func problem(_ status: Int, _ title: String, _ detail: String) -> DemoReply {
        DemoReply(
            status: status,
            body: ["title": .string(title), "status": .integer(Int64(status)), "detail": .string(detail)])
    }
}

/// What Contrail Air answers: made up, and the same for the same question.
enum DemoAirline {
    static func answer(_ request: DemoRequest) -> DemoReply {
        let reply =
            switch request.path.first {
            case "flights": DemoFlights.answer(request)
            case "bookings": DemoBookings.answer(request)
            case "loyalty": DemoLoyalty.answer(request)
            default: DemoReply?.none
            }
        return reply ?? echo(request)
    }

    private static func echo(_ request: DemoRequest) -> DemoReply {
        let headers = request.headers.map { JSON.Member($0.name.lowercased(), .string($0.value)) }
        let query = request.query.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        return DemoReply(
            body: [
                "method": .string(request.method), "path": .string("/" + request.path.joined(separator: "/")),
                "query": .object(query), "headers": .object(headers), "body": request.body,
            ])
    }
}

/// Chance that falls the same way for the same text.
struct DemoDice {
    private var state: UInt64

    init(_ text: String) {
        state = text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }

    /// A number from 0 up to but not including the count.
    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    mutating func text(_ length: Int, of alphabet: String) -> String {
        let characters = Array(alphabet)
        return String((0..<length).map { _ in characters[next(characters.count)] })
    }

    mutating func one<Value>(of values: [Value]) -> Value {
        values[next(values.count)]
    }
}

/// Small parts of answers.
extension JSON {
    static func euros(_ cents: Int) -> JSON { ["amount": .integer(Int64(cents)), "currency": "EUR"] }

    static func time(_ day: String, _ minutes: Int) -> JSON {
        .string("\(day)T\(clock(minutes)):00+01:00")
    }

    /// `07:35` of minutes after midnight.
    static func clock(_ minutes: Int) -> String {
        let hour = minutes / 60 % 24, minute = minutes % 60
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
