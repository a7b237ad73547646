import Core
import Foundation
import Model
import Web

extension UsageQuery.Metric: WireChoice {}
extension UsageQuery.Dimension: WireChoice {}

/// Questions about usage and their answers, on the wire of the developer API.
enum UsageWire {
    private enum Granularity: String, CaseIterable, Sendable {
        case tenSecondly, thirtySecondly, minutely, fiveMinutely, tenMinutely, thirtyMinutely, hourly, twoHourly
        case twelveHourly, daily, weekly, trend

        /// What is counted by the minute has no shorter buckets; a trend is one bucket.
        var minutes: Int? {
            switch self {
            case .tenSecondly, .thirtySecondly, .minutely: 1
            case .fiveMinutely: 5
            case .tenMinutely: 10
            case .thirtyMinutely: 30
            case .hourly: 60
            case .twoHourly: 120
            case .twelveHourly: 720
            case .daily: 1_440
            case .weekly: 10_080
            case .trend: nil
            }
        }
    }

    private enum Operator: String, CaseIterable, Sendable {
        case isIn = "in", isNotIn = "not_in"
    }

    private enum Kind: String, CaseIterable, Sendable {
        case relative, absolute
    }

    private struct Range: Sendable {
        var start: Instant
        var end: Instant
    }

    static func query(_ body: inout BodyReader, now: Instant) -> UsageQuery {
        let metrics: [UsageQuery.Metric] =
            body.optional("metrics", .array(.choice(), count: 1...1)) ?? [.requestCount]
        let dimensions: [UsageQuery.Dimension] = body.optional("dimensions", .array(.choice(), count: 0...2)) ?? []
        let granularity: Granularity? = body.optional("granularity", .choice())
        let range =
            body.optional("time_range", range(now)) ?? Range(start: now - .hours(1), end: now)
        let filters = body.optional("filters", .array(filter, count: 0...20)) ?? []
        if Set(dimensions).count != dimensions.count {
            body.report("dimensions", .invalid, "\"dimensions\" must not repeat themselves")
        }
        let span = max(1, Int((range.end.milliseconds - range.start.milliseconds) / 60_000))
        var query = UsageQuery(
            bucketMinutes: granularity.map { $0.minutes ?? span } ?? bucket(for: span), start: range.start,
            end: range.end)
        query.metric = metrics.first ?? .requestCount
        query.dimensions = dimensions
        query.filters = filters
        return query
    }

    /// About sixty buckets, when nothing is said.
    private static func bucket(for span: Int) -> Int {
        [1, 5, 10, 30, 60, 120, 720, 1_440].first { span / $0 <= 90 } ?? 10_080
    }

    private static func range(_ now: Instant) -> ValueReader<Range> {
        .object(standIn: { Range(start: now, end: now) }) { range in
            let zone = range.optional("tz", timeZone) ?? .gmt
            let kind: Kind = range.required("type", .choice())
            if kind == .absolute {
                return Range(start: range.required("start", .dateTime), end: range.required("end", .dateTime))
            }
            let choices = spans(now, in: zone)
            let name = range.optional("time_range", .text(max: 20)) ?? "1h"
            guard let span = choices[name] else {
                let names = choices.keys.sorted()
                range.report("time_range", .oneOf(names), "must be one of [\(names.joined(separator: ", "))]")
                return Range(start: now, end: now)
            }
            return span
        }
    }

    /// A zone by its name, such as `Europe/Berlin`.
    private static let timeZone = ValueReader<TimeZone>(schema: .string(), standIn: { .gmt }) { field, json in
        guard let zone = json.string.flatMap(TimeZone.init(identifier:)) else {
            return .failure(.init(field, .invalid, "\"\(field)\" must be the name of a time zone"))
        }
        return .success(zone)
    }

    /// Weeks begin on Monday; they and months follow the zone.
    private static func spans(_ now: Instant, in zone: TimeZone) -> [String: Range] {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        var spans: [String: Range] = [:]
        for (name, unit) in [("week", Calendar.Component.weekOfYear), ("month", .month)] {
            let start = begin(of: unit, at: now, calendar)
            spans["current_\(name)"] = Range(start: start, end: now)
            spans["previous_\(name)"] = Range(start: begin(of: unit, at: start - .hours(1), calendar), end: start)
        }
        let lengths: [(String, Duration)] = [
            ("15m", .minutes(15)), ("1h", .hours(1)), ("6h", .hours(6)), ("12h", .hours(12)), ("24h", .hours(24)),
            ("7d", .days(7)), ("30d", .days(30)),
        ]
        for (name, length) in lengths { spans[name] = Range(start: now - length, end: now) }
        return spans
    }

    private static func begin(of unit: Calendar.Component, at time: Instant, _ calendar: Calendar) -> Instant {
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000)
        let start = calendar.dateInterval(of: unit, for: date)?.start ?? date
        return Instant(milliseconds: Int64((start.timeIntervalSince1970 * 1_000).rounded()))
    }

    private static let filter = ValueReader<UsageQuery.Filter>.object(
        standIn: { UsageQuery.Filter(.api, isExcluding: false, values: []) }
    ) { filter in
        let field = filter.required(
            "field", .choice([UsageQuery.Dimension.api, .application, .statusCode, .statusGroup]))
        let sign: Operator = filter.required("operator", .choice())
        let values = filter.required("value", .array(value, count: 0...100))
        return UsageQuery.Filter(field, isExcluding: sign == .isNotIn, values: values)
    }

    /// An id, a status, or `4XX`.
    private static let value = ValueReader<String>(schema: .anything, standIn: { "" }) { field, json in
        guard let text = json.string ?? json.integer.map(String.init), text.utf8.count <= 64 else {
            return .failure(.init(field, .isString, "value of \"\(field)\" must be an id or a status"))
        }
        return .success(text.lowercased())
    }

    static let schema = Schema.object(
        name: "UsageAnswer", [.init("meta", .map(.anything)), .init("data", .array(.map(.anything)))])

    static func json(_ answer: UsageAnswer, to query: UsageQuery, id: String) -> JSON {
        let (sums, isTruncated) = limited(answer.sums, query)
        let data = sums.map { sum -> JSON in
            var event = query.dimensions.compactMap { dimension in
                sum.values[dimension].map { JSON.Member(dimension.rawValue, .string($0)) }
            }
            event.append(.init(query.metric.rawValue, value(sum, query)))
            return ["event": .object(event), "timestamp": (sum.at ?? query.start).wire]
        }
        let shown = query.dimensions.filter { $0 != .time }
        let display = shown.map { dimension -> JSON.Member in
            let values = Set(sums.compactMap { $0.values[dimension] }).sorted()
            return .init(dimension.rawValue, .object(values.map { .init($0, named($0, dimension, answer)) }))
        }
        let span = query.end.milliseconds - query.start.milliseconds
        let granularity = query.dimensions.contains(.time) ? Int64(query.bucketMinutes) * 60_000 : span
        return [
            "meta": [
                "display": .object(display), "metric_names": [.string(query.metric.rawValue)],
                "metric_units": .object([.init(query.metric.rawValue, .string(query.metric.unit))]),
                "start": query.start.wire, "end": query.end.wire, "granularity_ms": .integer(granularity),
                "truncated": .bool(isTruncated), "limit": .integer(Int64(UsageQuery.limit)), "query_id": .string(id),
            ],
            "data": .array(data),
        ]
    }

    private static func named(_ value: String, _ dimension: UsageQuery.Dimension, _ answer: UsageAnswer) -> JSON {
        let isEntity = dimension == .api || dimension == .application
        let name = isEntity ? answer.names[value] : value
        return ["name": .string(name ?? value), "deleted": .bool(name == nil)]
    }

    /// Of too many values those with the most requests stay.
    private static func limited(_ sums: [UsageSum], _ query: UsageQuery) -> ([UsageSum], isTruncated: Bool) {
        var totals: [[UsageQuery.Dimension: String]: Int64] = [:]
        for sum in sums { totals[sum.values, default: 0] += sum.requests }
        guard totals.count > UsageQuery.limit else { return (sums, false) }
        let kept = Set(totals.sorted { $0.value > $1.value }.prefix(UsageQuery.limit).map(\.key))
        return (sums.filter { kept.contains($0.values) }, true)
    }

    private static func value(_ sum: UsageSum, _ query: UsageQuery) -> JSON {
        let count = max(1, sum.requests)
        switch query.metric {
        case .requestCount: return .integer(sum.requests)
        case .requestsPerMinute:
            let span = Int((query.end.milliseconds - query.start.milliseconds) / 60_000)
            let minutes = query.dimensions.contains(.time) ? query.bucketMinutes : max(1, span)
            return .number(Double(sum.requests) / Double(minutes))
        case .latency: return .number(Double(sum.latencyMicroseconds) / Double(count) / 1_000)
        case .responseSize: return .number(Double(sum.responseBytes) / Double(count))
        case .responseSizeSum: return .integer(sum.responseBytes)
        case .requestSize: return .number(Double(sum.requestBytes) / Double(count))
        case .requestSizeSum: return .integer(sum.requestBytes)
        }
    }
}
