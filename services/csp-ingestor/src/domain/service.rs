//! Services by whatever name: `EC2`, `Amazon EC2` and `Amazon Elastic Compute Cloud` are one.

/// Who stands before the name of a service and is no part of it.
const MAKERS: [&str; 5] = ["amazon", "aws", "azure", "microsoft", "google"];

/// Services of Amazon that everybody calls by a name of its own, and what else its feeds call them (`service_name`
/// without the maker, and the key of its RSS). Nobody means another thing by the first.
const KNOWN: [(&str, &[&str]); 34] = [
    ("ec2", &["elastic compute cloud"]),
    ("ebs", &["elastic block store"]),
    ("s3", &["simple storage service"]),
    ("rds", &["relational database service"]),
    ("lambda", &[]),
    ("dynamodb", &[]),
    ("cloudfront", &[]),
    ("route 53", &["route53"]),
    ("api gateway", &["apigateway"]),
    ("ecs", &["elastic container service"]),
    ("ecr", &["elastic container registry"]),
    ("eks", &["elastic kubernetes service"]),
    ("efs", &["elastic file system", "elasticfilesystem"]),
    ("elb", &["elastic load balancing"]),
    ("emr", &["elastic mapreduce"]),
    ("vpc", &["virtual private cloud"]),
    ("iam", &["identity and access management"]),
    ("sts", &["security token service"]),
    ("kms", &["key management service"]),
    ("acm", &["certificate manager", "certificatemanager"]),
    ("waf", &["awswaf"]),
    ("sqs", &["simple queue service"]),
    ("sns", &["simple notification service"]),
    ("ses", &["simple email service"]),
    ("swf", &["simple workflow service"]),
    ("kinesis", &["kinesis data streams"]),
    ("firehose", &["kinesis firehose", "data firehose"]),
    ("cloudwatch", &[]),
    ("cloudformation", &[]),
    ("cognito", &[]),
    ("elasticache", &[]),
    ("eventbridge", &[]),
    ("redshift", &[]),
    ("sagemaker", &[]),
];

/// What stands for a service wherever its names are held against each other: in lower case, without its maker, the short
/// name of those that have one.
pub fn folded(label: &str) -> String {
    let lower = label.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let makers = words.iter().take_while(|word| MAKERS.contains(word)).count();
    words.drain(..makers.min(words.len().saturating_sub(1)));
    let name = words.join(" ");
    known(&name).map_or(name, |(short, _)| (*short).to_owned())
}

/// Whether the two are one service.
pub fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Every name by which a text may speak of the service `label`: the label first.
pub fn names(label: &str) -> impl Iterator<Item = &str> {
    let others = known(&folded(label)).into_iter().flat_map(|(short, long)| std::iter::once(short).chain(*long));
    std::iter::once(label).chain(others.copied())
}

/// The well-known services that a sentence speaks of, by their short names: `words` are its words in lower case, a blank
/// around each.
pub fn spoken_of(words: &str) -> impl Iterator<Item = &'static str> {
    let says = |name: &str| words.contains(&format!(" {name} "));
    let known = KNOWN.iter().filter(move |(short, long)| says(short) || long.iter().any(|name| says(name)));
    known.map(|(short, _)| *short)
}

fn known(name: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    KNOWN.iter().find(|(short, long)| *short == name || long.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_one_by_all_its_names() {
        for label in ["EC2", "ec2", "Amazon EC2", "AWS  EC2", "Amazon Elastic Compute Cloud"] {
            assert_eq!(folded(label), "ec2", "{label}");
        }
        assert!(is_same("Azure Virtual Machines", "Virtual Machines") && is_same("Amazon Route 53", "route53"));
        assert!(!is_same("Amazon Route 53 Resolver", "Route 53") && !is_same("EC2", "S3"));
        assert_eq!((folded("Azure"), folded("Amazon AWS"), folded("")), ("azure".into(), "aws".into(), String::new()));
    }

    #[test]
    fn texts_may_use_any_of_them() {
        let names: Vec<&str> = names("Amazon Simple Storage Service").collect();
        assert_eq!(names, ["Amazon Simple Storage Service", "s3", "simple storage service"]);
        assert_eq!(super::names("Workers").collect::<Vec<_>>(), ["Workers"]);
        let spoken_of: Vec<&str> = spoken_of(" due to aws elastic compute cloud and route 53 s3like ").collect();
        assert_eq!(spoken_of, ["ec2", "route 53"]);
    }
}
