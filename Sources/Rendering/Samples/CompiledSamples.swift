/// With the `net/http` of Go.
enum GoSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let pieces = request.pieces
        var imports = ["fmt", "io", "net/http"]
        if pieces.contains(where: { if case .file = $0 { true } else { false } }) { imports.append("os") }
        if pieces.contains(where: { if case .text = $0 { true } else { false } }) { imports.append("strings") }
        var lines = ["package main", "", "import ("] + imports.map { "\t\"\($0)\"" } + [")", "", "func main() {"]
        var names: [String] = []
        for piece in pieces {
            switch piece {
            case .text(let text): names.append("strings.NewReader(\(literal(text)))")
            case .file(let name):
                let variable = "file\(names.count > 1 ? String(names.count) : "")"
                lines += ["\t\(variable), err := os.Open(\(text(name)))", "\tif err != nil {", "\t\tpanic(err)", "\t}"]
                names.append(variable)
            }
        }
        let body =
            switch names.count {
            case 0: "nil"
            case 1: names[0]
            default: "io.MultiReader(\n\t\t\(names.joined(separator: ",\n\t\t")),\n\t)"
            }
        lines += ["\treq, err := http.NewRequest(\(text(request.method)), \(text(request.url)), \(body))"]
        lines += ["\tif err != nil {", "\t\tpanic(err)", "\t}"]
        lines += request.writtenHeaders.map { "\treq.Header.Set(\(text($0.name)), \(text($0.value)))" }
        return lines + [
            "\tres, err := http.DefaultClient.Do(req)", "\tif err != nil {", "\t\tpanic(err)", "\t}",
            "\tdefer res.Body.Close()", "\tanswer, err := io.ReadAll(res.Body)", "\tif err != nil {", "\t\tpanic(err)",
            "\t}", "\tfmt.Println(string(answer))", "}",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text) }

    private static func literal(_ text: String) -> String {
        SampleText.block(text, without: ["`"]).map { "`\($0.joined(separator: "\n"))`" } ?? Self.text(text)
    }
}

/// With the client of Java 17.
enum JavaSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let pieces = request.pieces
        var lines = [
            "import java.net.URI;", "import java.net.http.HttpClient;", "import java.net.http.HttpRequest;",
            "import java.net.http.HttpRequest.BodyPublishers;", "import java.net.http.HttpResponse.BodyHandlers;",
        ]
        if pieces.contains(where: { if case .file = $0 { true } else { false } }) {
            lines.append("import java.nio.file.Path;")
        }
        lines += [
            "", "public class Main {", "    public static void main(String[] args) throws Exception {",
            "        var request = HttpRequest.newBuilder(URI.create(\(text(request.url))))",
        ]
        lines += request.writtenHeaders.map { "            .header(\(text($0.name)), \(text($0.value)))" }
        lines.append("            .method(\(text(request.method)), \(publisher(pieces)))")
        return lines + [
            "            .build();",
            "        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());",
            "        System.out.println(response.body());", "    }", "}",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text) }

    private static func publisher(_ pieces: [SamplePiece]) -> String {
        let publishers = pieces.map { piece in
            switch piece {
            case .text(let text): "BodyPublishers.ofString(\(literal(text)))"
            case .file(let name): "BodyPublishers.ofFile(Path.of(\(text(name))))"
            }
        }
        switch publishers.count {
        case 0: return "BodyPublishers.noBody()"
        case 1: return publishers[0]
        default:
            let space = "\n                "
            return "BodyPublishers.concat(\(space)\(publishers.joined(separator: "," + space)))"
        }
    }

    private static func literal(_ text: String) -> String {
        guard !text.hasSuffix("\""), let block = SampleText.block(text, without: ["\"\"\""]) else {
            return Self.text(text)
        }
        let lines = SampleText.indented(block.map { $0.replacing("\\", with: "\\\\") }, by: 16)
        return "\"\"\"\n\(lines.joined(separator: "\n"))\"\"\""
    }
}

/// With the client of Java 17, in Kotlin.
enum KotlinSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let pieces = request.pieces
        var lines = [
            "import java.net.URI", "import java.net.http.HttpClient", "import java.net.http.HttpRequest",
            "import java.net.http.HttpRequest.BodyPublishers", "import java.net.http.HttpResponse.BodyHandlers",
        ]
        if pieces.contains(where: { if case .file = $0 { true } else { false } }) {
            lines.append("import java.nio.file.Path")
        }
        lines += ["", "fun main() {", "    val request = HttpRequest.newBuilder(URI(\(text(request.url))))"]
        lines += request.writtenHeaders.map { "        .header(\(text($0.name)), \(text($0.value)))" }
        lines.append("        .method(\(text(request.method)), \(publisher(pieces)))")
        return lines + [
            "        .build()", "    val response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString())",
            "    println(response.body())", "}",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text, also: "$") }

    private static func publisher(_ pieces: [SamplePiece]) -> String {
        let publishers = pieces.map { piece in
            switch piece {
            case .text(let text): "BodyPublishers.ofString(\(literal(text)))"
            case .file(let name): "BodyPublishers.ofFile(Path.of(\(text(name))))"
            }
        }
        switch publishers.count {
        case 0: return "BodyPublishers.noBody()"
        case 1: return publishers[0]
        default:
            return "BodyPublishers.concat(\n            \(publishers.joined(separator: ",\n            ")),\n        )"
        }
    }

    private static func literal(_ text: String) -> String {
        guard !text.hasSuffix("\""), let block = SampleText.block(text, without: ["\"\"\"", "$"]) else {
            return Self.text(text)
        }
        return "\"\"\"\(block.joined(separator: "\n"))\"\"\""
    }
}

/// With the client of .NET.
enum CSharpSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let type = request.headers.first { $0.name.lowercased() == "content-type" }?.value
        var lines = [
            "using System;", "using System.Collections.Generic;", "using System.IO;", "using System.Net.Http;",
            "using System.Net.Http.Headers;", "", "using var client = new HttpClient();",
            "var method = new HttpMethod(\(text(request.method)));",
            "using var request = new HttpRequestMessage(method, \(text(request.url)));",
        ]
        lines += request.headers.filter { $0.name.lowercased() != "content-type" }.map {
            "request.Headers.TryAddWithoutValidation(\(text($0.name)), \(text($0.value)));"
        }
        lines += body(request)
        if let type, request.hasBody {
            lines.append("request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(\(text(type)));")
        }
        return lines + [
            "using var response = await client.SendAsync(request);",
            "Console.WriteLine(await response.Content.ReadAsStringAsync());",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text) }

    private static func bytes(_ name: String) -> String { "new ByteArrayContent(File.ReadAllBytes(\(text(name))))" }

    private static func body(_ request: SampleRequest) -> [String] {
        if let file = request.file { return ["request.Content = \(bytes(file));"] }
        if let body = request.body { return ["request.Content = new StringContent(\(literal(body)));"] }
        if request.form.isEmpty { return [] }
        guard request.isMultipart else {
            let fields = request.form.map {
                "    new KeyValuePair<string, string>(\(text($0.name)), \(text($0.value))),"
            }
            return ["request.Content = new FormUrlEncodedContent(new[] {"] + fields + ["});"]
        }
        var lines = ["var form = new MultipartFormDataContent();"]
        for (place, field) in request.form.enumerated() {
            let content = field.isFile ? bytes(field.value) : "new StringContent(\(text(field.value)))"
            let variable = "part\(place + 1)"
            lines.append("var \(variable) = \(content);")
            if let type = field.mediaType {
                lines.append("\(variable).Headers.ContentType = MediaTypeHeaderValue.Parse(\(text(type)));")
            }
            let name = text(field.name), file = field.isFile ? ", \(text(field.value))" : ""
            lines.append("form.Add(\(variable), \(name)\(file));")
        }
        return lines + ["request.Content = form;"]
    }

    private static func literal(_ text: String) -> String {
        guard let block = SampleText.block(text, without: ["\"\"\""]) else { return Self.text(text) }
        return "\"\"\"\n\(SampleText.indented(block, by: 4).joined(separator: "\n"))\n    \"\"\""
    }
}

/// With Foundation.
enum SwiftSample {
    static func lines(_ request: SampleRequest) -> [String] {
        var lines = [
            "import Foundation", "#if canImport(FoundationNetworking)", "import FoundationNetworking", "#endif", "",
            "var request = URLRequest(url: URL(string: \(text(request.url)))!)",
        ]
        if request.method != "GET" { lines.append("request.httpMethod = \(text(request.method))") }
        lines += request.writtenHeaders.map {
            "request.setValue(\(text($0.value)), forHTTPHeaderField: \(text($0.name)))"
        }
        let pieces = request.pieces.map { piece in
            switch piece {
            case .text(let text): "Data(\(literal(text)).utf8)"
            case .file(let name): "try Data(contentsOf: URL(fileURLWithPath: \(text(name))))"
            }
        }
        if pieces.count == 1 {
            lines.append("request.httpBody = \(pieces[0])")
        } else if !pieces.isEmpty {
            lines += ["var body = Data()"] + pieces.map { "body.append(\($0))" } + ["request.httpBody = body"]
        }
        return lines + [
            "let (data, _) = try await URLSession.shared.data(for: request)",
            "print(String(decoding: data, as: UTF8.self))",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text, .braced) }

    private static func literal(_ text: String) -> String {
        guard let block = SampleText.block(text, without: ["\"\"\""]) else { return Self.text(text) }
        let lines = SampleText.indented(block.map { $0.replacing("\\", with: "\\\\") }, by: 4)
        return "\"\"\"\n\(lines.joined(separator: "\n"))\n    \"\"\""
    }
}

/// With the crate `reqwest`.
enum RustSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let pieces = request.pieces
        var lines = [
            "// cargo add reqwest --features blocking", "fn main() -> Result<(), Box<dyn std::error::Error>> {",
        ]
        if pieces.count > 1 {
            lines.append("    let mut body = Vec::new();")
            lines += pieces.map { "    body.extend(\(bytes($0)));" }
        }
        lines += [
            "    let response = reqwest::blocking::Client::new()",
            "        .request(\(text(request.method)).parse()?, \(text(request.url)))",
        ]
        lines += request.writtenHeaders.map { "        .header(\(text($0.name)), \(text($0.value)))" }
        if let piece = pieces.first { lines.append("        .body(\(pieces.count > 1 ? "body" : single(piece)))") }
        return lines + ["        .send()?;", "    println!(\"{}\", response.text()?);", "    Ok(())", "}"]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text, .braced) }

    private static func single(_ piece: SamplePiece) -> String {
        switch piece {
        case .file(let name): return "std::fs::read(\(text(name)))?"
        case .text(let text):
            let block = SampleText.block(text, without: ["\"#"])
            return block.map { "r#\"\($0.joined(separator: "\n"))\"#" } ?? Self.text(text)
        }
    }

    private static func bytes(_ piece: SamplePiece) -> String {
        switch piece {
        case .text(let text): "\(Self.text(text)).as_bytes()"
        case .file(let name): "std::fs::read(\(text(name)))?"
        }
    }
}
