# Twelve more invented residents of Eikenrode, each with help, wellbeing before
# and after, and what they cost in the old way of working and in the new: jq -n.
def field($name; $value): {
  url: "https://eenplan.nl/fhir/field",
  extension: [
    {url: "name", valueCode: $name},
    {url: "value", valueString: $value}
  ]
};
def entry($id; $resident; $category; $fields): {
  resourceType: "Task", id: $id, status: "completed", intent: "plan",
  "for": {reference: "Patient/\($resident)"},
  extension: ([{url: "https://eenplan.nl/fhir/category", valueCode: $category}]
    + [$fields | to_entries[] | field(.key; .value)])
};
def resident($number): "case-\($number)" as $id | [
  {resourceType: "Patient", id: $id, birthDate: "\(1940 + $number * 4)-06-01",
   name: [{given: ["Inwoner"], family: "\($number)"}]},
  entry("before-\($number)"; $id; "wellbeing";
    {score: "\(3 + $number % 3 * 0.5)", date: "2026-02-02", moment: "start"}),
  entry("after-\($number)"; $id; "wellbeing";
    {score: "\(7 + $number % 3 * 0.5)", date: "2026-10-05", moment: "end"}),
  entry("old-\($number)"; $id; "cost";
    {law: "wmo", period: "2025", way: "old", amount: "\(4000 + $number * 100).00"}),
  entry("new-\($number)"; $id; "cost";
    {law: "wmo", period: "2026", way: "new", amount: "\(2500 + $number * 50).00"})
];
{
  resourceType: "Bundle", type: "collection",
  entry: [range(1; 13) | resident(.)[] | {resource: .}]
}
