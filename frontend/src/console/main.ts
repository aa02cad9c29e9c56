import '../styles/status.css';
